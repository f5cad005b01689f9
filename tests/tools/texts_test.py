"""Every sentence that the rules say to buyers stands in the message files of every language."""

import glob
import json
import os
import re
import unittest

REPOSITORY = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
LANGUAGES = ["en", "fr", "de", "es", "ja"]
LITERALS = re.compile(r'"(?:[^"\\]|\\.)*"(?:\s*"(?:[^"\\]|\\.)*")*')


def read(path):
    with open(os.path.join(REPOSITORY, path), encoding="utf-8") as file:
        return file.read()


def messages(language):
    return json.loads(read(f"src/base/locales/{language}.json"))


def literals(text):
    for found in LITERALS.findall(text):
        yield "".join(json.loads(part) for part in re.findall(r'"(?:[^"\\]|\\.)*"', found))


def is_sentence(text):
    return re.match(r"[A-Z{]", text) and text.endswith(".") and " " in text


def sentences():
    wire = os.path.join(REPOSITORY, "src", "wire")
    for path in [os.path.join(wire, "session_sentences.h")] + glob.glob(wire + "/*_parts.cpp"):
        for found in literals(re.sub("//.*", "", read(path))):
            if is_sentence(found):
                yield path, found


class Texts(unittest.TestCase):
    def test_every_sentence_for_buyers_is_in_every_language(self):
        known = {language: messages(language) for language in LANGUAGES}
        seen = 0
        for path, sentence in sentences():
            seen += 1
            for language in LANGUAGES:
                with self.subTest(path=os.path.basename(path), language=language):
                    self.assertTrue(sentence in known[language], sentence)
        self.assertGreater(seen, 60)

    def test_no_message_file_holds_what_nothing_says(self):
        sources = "".join(re.sub(r'"\s*\n\s*"', "", read(path)) for path in glob.glob(
            os.path.join(REPOSITORY, "src", "**", "*.*"), recursive=True)
            if path.endswith((".cpp", "session_sentences.h")))
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
