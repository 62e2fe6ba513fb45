// Draws the fields of a record from what data/forms.js says of them, and reads what was filled in. Every field is drawn
// as a part: {element, read, wrong}, and where it makes sense {add, set, parts}. `read` gives the value as the file has
// it, undefined where nothing is filled in; `wrong` lists [element to go to, title, words] of what has to be mended.
window.evidenceFields = ({ lists, words }, { changed, drawn }) => {
  let count = 0;
  const nextId = () => `form-field-${(count += 1)}`;
  const make = (name, attributes = {}, ...inside) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...inside);
    return element;
  };
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const button = (label, act, attributes = {}) => {
    const element = make("button", { type: "button", ...attributes }, label);
    element.addEventListener("click", () => {
      act();
      changed();
    });
    return element;
  };
  const filled = (value) => value !== undefined && value !== "" && !(Array.isArray(value) && !value.length);
  const title = (field) => field.title ?? "";

  // A label and its help around one control.
  const labelled = (field, control, box = control) => {
    control.id ||= nextId();
    const help = make("p", { class: "ev-help", id: `${control.id}-help` }, field.help ?? "");
    const mark = field.needed ? ` (${words.needed})` : "";
    if (field.help) control.setAttribute("aria-describedby", help.id);
    const label = make("label", { for: control.id }, title(field) || words.existing, make("small", {}, mark));
    return make("div", { class: "ev-field" }, label, ...(field.help ? [help] : []), box);
  };
  const simple = (field, control, wrongWith) => {
    const read = () => control.value.trim() || undefined;
    const wrong = () => {
      const said = read() === undefined ? "" : wrongWith(read());
      control.setAttribute("aria-invalid", Boolean(said));
      return said ? [[control, title(field), said]] : [];
    };
    const set = (value) => (control.value = value);
    return { element: labelled(field, control), control, read, wrong, set, add: set };
  };

  const text = (field) => {
    const wanted = field.pattern && new RegExp(field.pattern);
    const control = wanted ? make("input") : make("textarea", { rows: field.name === "quote" ? 5 : 1 });
    return simple(field, control, (value) => (wanted && !wanted.test(value) ? words.pattern : ""));
  };
  const number = (field) => {
    const { whole, least, most } = field;
    const wrongWith = (value) => {
      const one = Number(value);
      const within = one >= (least ?? one) && one <= (most ?? one);
      const fits = Number.isFinite(one) && (!whole || Number.isInteger(one)) && within;
      return fits ? "" : whole ? words.whole : words.number;
    };
    const part = simple(field, make("input", { inputmode: whole ? "numeric" : "decimal" }), wrongWith);
    const { read } = part;
    return Object.assign(part, { read: () => (read() === undefined || wrongWith(read()) ? read() : Number(read())) });
  };
  const choice = (field) => {
    const options = field.choices.map(([value, said, help]) => make("option", { value, title: help }, said));
    return simple(field, make("select", {}, make("option", { value: "" }, words.none), ...options), () => "");
  };
  // Several texts stand one a line, and so do pairs, as `name: text`.
  const lines = (field, wrongWith) => {
    const cut = (value = "") => value.split("\n").map((line) => line.trim()).filter(Boolean);
    const told = { ...field, help: `${field.help} ${words[field.type]}` };
    const part = simple(told, make("textarea", { rows: 2 }), (value) => wrongWith(cut(value)));
    const { read } = part;
    const all = () => cut(read());
    return Object.assign(part, { all, read: () => (all().length ? all() : undefined) });
  };
  const texts = (field) => {
    const wanted = new RegExp(field.pattern ?? "");
    return lines(field, (all) => (all.every((one) => wanted.test(one)) ? "" : words.pattern));
  };
  const pairs = (field) => {
    const cut = (line) => line.match(/^([^:\s]+):\s*(.+)$/)?.slice(1);
    const part = lines(field, (all) => (all.every(cut) ? "" : words["pairs-wrong"]));
    const all = () => Object.fromEntries(part.all().map((line) => cut(line) ?? [line, ""]));
    return Object.assign(part, { read: () => (part.all().length ? all() : undefined) });
  };

  const group = (field) => {
    const parts = Object.fromEntries(field.fields.map((one) => [one.name, draw(one)]));
    const inside = field.fields.map((one) => parts[one.name].element);
    const help = field.help ? [make("p", { class: "ev-help" }, field.help)] : [];
    const legend = title(field) ? [make("legend", {}, title(field)), ...help] : [];
    const element = make(title(field) ? "fieldset" : "div", { class: "ev-group" }, ...legend, ...inside);
    const read = () => {
      const pairs = field.fields.map((one) => [one.name, parts[one.name].read()]).filter(([, value]) => filled(value));
      return pairs.length ? Object.fromEntries(pairs) : undefined;
    };
    const wrong = () => missing(field.fields, parts, title(field), Boolean(read() || field.needed));
    const part = { element, parts, read, wrong };
    drawn(part);
    return part;
  };
  // Of fields that belong together: those that are needed and empty, if anything is to be there, and what is wrong.
  const missing = (fields, parts, above = "", begun = true) =>
    fields.flatMap((one) => {
      const part = parts[one.name];
      const path = (inside) => [above, inside].filter(Boolean).join(" › ");
      const found = part.wrong().map(([to, inside, said]) => [to, path(inside), said]);
      const empty = begun && one.needed && !filled(part.read()) && !found.length;
      return empty ? [[part.control ?? part.element, path(title(one)), words.missing]] : found;
    });

  const groups = (field) => {
    let [items, number] = [[], 0];
    const list = make("div");
    const begin = () => add().element.querySelector("input, textarea").focus();
    const another = button(fill(words.another, { name: title(field) }), begin, { id: nextId() });
    const add = () => {
      const [name, needed] = [`${title(field)} ${(number += 1)}`, field.needed && !items.length];
      const item = group({ ...field, title: name, help: "", needed });
      const remove = button(fill(words.remove, { name }), () => {
        items = items.filter((one) => one !== item);
        item.element.remove();
        another.focus();
      });
      if (!needed) item.element.append(remove);
      items.push(item);
      list.append(item.element);
      return item;
    };
    if (field.needed) add();
    const help = make("p", { class: "ev-help" }, field.help);
    const element = make("fieldset", { class: "ev-groups" }, make("legend", {}, title(field)), help, list, another);
    const read = () => items.map((item) => item.read()).filter(filled);
    return { element, control: another, read, wrong: () => items.flatMap((item) => item.wrong()) };
  };

  const either = (field) => {
    // What is needed of an option is needed only where it is the one that is filled, so one field alone never is.
    const spared = (one) => (one.fields?.length === 1 ? { fields: [{ ...one.fields[0], needed: false }] } : {});
    const options = field.options.map((one) => draw({ ...one, ...spared(one), needed: false }));
    const or = () => make("p", { class: "ev-or" }, words.or);
    const between = options.flatMap((one, number) => (number ? [or(), one.element] : [one.element]));
    const inside = [make("p", { class: "ev-help" }, field.help), ...between];
    const legend = () => make("legend", {}, title(field), make("small", {}, ` (${words.needed})`));
    const element = field.needed
      ? make("fieldset", { class: "ev-group" }, legend(), ...inside)
      : make("details", {}, make("summary", {}, title(field)), ...inside);
    const given = () => options.filter((one) => filled(one.read()));
    const wrong = () => {
      if (given().length > 1) return [[options[0].control, title(field), words.either]];
      const found = options.flatMap((one) => one.wrong());
      return found.map(([to, inside, said]) => [to, [title(field), inside].filter(Boolean).join(" › "), said]);
    };
    return { element, control: options[0].control, read: () => given()[0]?.read(), wrong };
  };

  const name = window.evidenceNames({ lists, words, changed, make, fill, button, labelled, nextId, title });
  const draw = (field) => {
    const several = { group: groups, text: texts, choice: texts };
    const single = { group, text, number, choice, pairs, either, name };
    const part = ((field.several && several[field.type]) || single[field.type])(field);
    part.element.id ||= nextId(); // what is missing is said with a link to it
    return Object.assign(part, { title: title(field) });
  };

  return { draw, make, fill, button, missing };
};
