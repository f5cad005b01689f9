"""Every sentence that the rules say to buyers stands in the message files of every language."""

import glob
import json
import os
import re
import unittest

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LANGUAGES = ["en", "fr", "de", "es", "ja"]
# What makes a message, or writes a text in the buyer's language.
MAKERS = re.compile(r"\b(?:error_message|info_message|warning_message|declined|shown|total|step)\(|"
                    r"\{MessageType::\w+,")
# Functions that only choose a sentence.
CHOOSERS = re.compile(r"^(?:const char\*|std::string_view) \w*(?:text|sentence|title)\w*\(", re.M)
LITERALS = re.compile(r'"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*')


def read(path):
    with open(os.path.join(REPOSITORY, path), encoding="utf-8") as file:
        return file.read()


def messages(language):
    return json.loads(read(f"src/base/locales/{language}.json"))


def stretch(text, start):
    """From an opening bracket to the one that closes it."""
    depth = 0
    for at in range(start, len(text)):
        depth += text[at] in "({"
        depth -= text[at] in ")}"
        if depth == 0:
            return text[start:at]
    raise ValueError(text[start:start + 80])


def literals(text):
    for found in LITERALS.findall(text):
        yield "".join(json.loads(part) for part in re.findall(r'"(?:[^"\\]|\\.)*"', found))


def is_sentence(text):
    return re.match(r"[A-Z{]", text) and text.endswith(".") and " " in text


def sentences():
    for path in glob.glob(os.path.join(REPOSITORY, "src", "checkout", "*.cpp")) + glob.glob(
            os.path.join(REPOSITORY, "src", "wire", "*_parts.cpp")):
        text = read(path)
        for maker in MAKERS.finditer(text):
            opening = max(text.find("(", maker.start(), maker.end()),
                          text.find("{", maker.start(), maker.end()))
            yield from ((path, found) for found in literals(stretch(text, opening)))
        for chooser in CHOOSERS.finditer(text):
            body = text.find("{", chooser.end())
            yield from ((path, found) for found in literals(stretch(text, body)))


class Texts(unittest.TestCase):
    def test_every_sentence_for_buyers_is_in_every_language(self):
        known = {language: messages(language) for language in LANGUAGES}
        seen = 0
        for path, sentence in sentences():
            if not is_sentence(sentence):
                continue
            seen += 1
            for language in LANGUAGES:
                with self.subTest(path=os.path.basename(path), language=language):
                    self.assertIn(sentence, known[language])
        self.assertGreater(seen, 20)

    def test_no_message_file_holds_what_nothing_says(self):
        sources = "".join(re.sub(r'"\s*\n\s*"', "", read(path)) for path in glob.glob(
            os.path.join(REPOSITORY, "src", "**", "*.cpp"), recursive=True))
        for sentence in messages("en"):
            with self.subTest(sentence=sentence):
                self.assertIn(json.dumps(sentence, ensure_ascii=False)[1:-1], sources)

    def test_the_files_are_sorted_and_translated(self):
        for language in LANGUAGES[1:]:
            found = messages(language)
            self.assertEqual(list(found), sorted(found))
            same = [key for key, value in found.items() if key == value]
            self.assertLess(len(same), 8, (language, same))


if __name__ == "__main__":
    unittest.main()
