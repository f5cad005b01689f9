"""A shop's products and what people look for among them, by seed, words as common as in speech."""

import bisect
import itertools
import json
import random

SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]
COLOURS = ["black", "blue", "green", "grey", "red", "white", "yellow", "oak", "sand", "navy"]
SIZES = ["XS", "S", "M", "L", "XL", "XXL"]
WORDS = 20_000
DESCRIPTION_WORDS = (20, 80)


class Shelves:
    """Products of made-up words, the n-th of them 1/n as common as the first."""

    def __init__(self, seed=1):
        self.random = random.Random(seed)
        words = set()
        while len(words) < WORDS:
            words.add("".join(self.random.choices(SYLLABLES, k=self.random.randint(2, 4))))
        self.words = sorted(words)
        self.random.shuffle(self.words)
        self.shares = list(itertools.accumulate(1 / (place + 1) for place in range(WORDS)))

    def word(self):
        return self.words[bisect.bisect(self.shares, self.random.random() * self.shares[-1])]

    def text(self, words):
        return " ".join(self.word() for _ in range(words))

    def title(self):
        return " ".join([self.word().capitalize(), self.text(2), self.random.choice(COLOURS),
                         self.random.choice(SIZES)])

    def product(self, number):
        return {"id": f"sku-{number:07d}", "title": self.title(),
                "description": self.text(self.random.randint(*DESCRIPTION_WORDS)),
                "unit_amount": self.random.randint(100, 50_000), "stock": 1_000_000_000,
                "weight_grams": self.random.randint(50, 5_000), "brand": self.word().capitalize(),
                "link": f"https://shop.example/p/{number}",
                "pictures": [f"https://shop.example/p/{number}.jpg"]}

    def write(self, path, count):
        with open(path, "w", encoding="utf-8") as file:
            for number in range(1, count + 1):
                file.write(json.dumps(self.product(number)) + "\n")

    def query(self):
        """Arguments of search_products: one to three words, some in part, some with a price."""
        kind = self.random.choices(["word", "title", "pair", "part", "price"],
                                   weights=[30, 30, 20, 10, 10])[0]
        if kind == "title":
            return {"query": " ".join(self.title().split()[1:4])}
        if kind == "pair":
            return {"query": self.text(2)}
        if kind == "part":
            return {"query": self.word()[:self.random.randint(3, 5)]}
        if kind == "price":
            least = self.random.randint(100, 20_000)
            return {"query": self.word(), "min_price": least, "max_price": 2 * least}
        return {"query": self.word()}
