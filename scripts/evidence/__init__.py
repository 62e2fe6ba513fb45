"""Turns structured claims, references and source documents into a website of evidence."""
