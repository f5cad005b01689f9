"""A shop whose products leave as feeds."""

import json
import os

from shop import ShopCase, till


def product(name, price, **more):
    return {"id": name, "title": f"Imported {name}", "unit_amount": price, "stock": 5,
            "description": "Made of wood", "link": f"https://shop.example/{name}",
            "pictures": [f"https://cdn.shop.example/{name}.jpg"], "brand": "Loom", **more}


class FeedCase(ShopCase):
    @classmethod
    def setUpClass(cls):
        """Each test has a shop of its own."""

    def setUp(self):
        self.shop = self.own_shop()
        self.config = os.path.join(self.shop.home, "till.toml")

    def path(self, name):
        return os.path.join(self.shop.folder, name)

    def bring(self, *products):
        done = till("import", "--config", self.config, "-", "--max-drop", "100%",
                    stdin="".join(json.dumps(each) + "\n" for each in products))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def feed(self, form, *arguments, status=0):
        done = till("feed", "--config", self.config, "--format", form, *arguments)
        self.assertEqual(done.returncode, status, done.stdout + done.stderr)
        return done

    def variants(self, name="acp.jsonl"):
        with open(self.path(name), encoding="utf-8") as file:
            lines = [json.loads(line) for line in file]
        return {variant["id"]: variant for line in lines for variant in line["variants"]}
