"""What every example backend sets aside for sessions."""

import time
import unittest

from every_backend import AT_ONCE, WithOneBackend, at_once, for_every_backend
from purchases import in_seconds, wanted

MUG, TEE, POSTER, EBOOK = "mug-blue", "tee-black", "poster-city", "ebook-acp"
PATIENCE = 10  # Seconds in which a hold of a moment has to lapse.


def pairs(rows, name):
    return sorted((one["item_id"], one[name]) for one in rows)


class Holds(WithOneBackend):
    def hold(self, session, version, *items, **more):
        """For a session of this test alone, which gives all back at its end."""
        session = self.own(session)
        self.addCleanup(lambda: self.asker.give_back(session))
        answer = self.asker.hold(session, wanted(version, *items, **more)).json
        return pairs(answer["held"], "quantity"), pairs(answer["short"], "available")

    def own(self, session):
        return f"{session}_{self._testMethodName}"

    def test_what_is_held_is_not_there_for_others(self):
        self.assertEqual(self.hold("cs_1", 1, (MUG, 2), (EBOOK, 1)), ([(EBOOK, 1), (MUG, 2)], []))
        self.assertEqual(self.available(MUG), 10)
        self.assertEqual(self.hold("cs_2", 1, (MUG, 11)), ([], [(MUG, 10)]))

    def test_nothing_of_an_item_that_is_short_is_held(self):
        self.assertEqual(self.hold("cs_1", 1, (MUG, 2), (POSTER, 3), ("nothing", 1)),
                         ([(MUG, 2)], [("nothing", 0), (POSTER, 2)]))
        self.assertEqual(self.available(POSTER), 2)

    def test_lines_of_one_item_count_together(self):
        self.assertEqual(self.hold("cs_1", 1, (POSTER, 1), (POSTER, 2)), ([], [(POSTER, 2)]))

    def test_the_whole_set_is_sent_each_time(self):
        self.hold("cs_1", 1, (POSTER, 2), (MUG, 1))
        self.assertEqual(self.hold("cs_1", 2, (POSTER, 1)), ([(POSTER, 1)], []))
        self.assertEqual((self.available(POSTER), self.available(MUG)), (1, 12))
        self.assertEqual(self.hold("cs_1", 3, (POSTER, 2)), ([(POSTER, 2)], []))
        self.assertEqual(self.hold("cs_1", 4), ([], []))
        self.assertEqual(self.available(POSTER), 2)

    def test_an_older_version_is_ignored_and_the_same_one_is_not(self):
        self.hold("cs_1", 3, (MUG, 2))
        self.assertEqual(self.hold("cs_1", 2, (MUG, 5), (TEE, 1)), ([(MUG, 2)], []))
        self.assertEqual((self.available(MUG), self.available(TEE)), (10, 5))
        self.assertEqual(self.hold("cs_1", 3, (MUG, 4)), ([(MUG, 4)], []))

    def test_delete_gives_back_and_a_late_older_set_holds_nothing(self):
        self.hold("cs_1", 3, (MUG, 2))
        self.assertEqual(self.asker.give_back(self.own("cs_1")).status, 204)
        self.assertEqual(self.available(MUG), 12)
        self.assertEqual(self.hold("cs_1", 2, (MUG, 5)), ([], []))
        self.assertEqual(self.available(MUG), 12)
        self.assertEqual(self.asker.give_back(self.own("cs_never")).status, 204)

    def test_a_hold_is_over_after_its_time(self):
        self.assertEqual(self.hold("cs_1", 1, (MUG, 2), until=in_seconds(-1)), ([], []))
        self.assertEqual(self.available(MUG), 12)

    def test_a_hold_lapses_by_itself(self):
        self.assertEqual(self.hold("cs_1", 1, (MUG, 2), until=in_seconds(0.5))[0], [(MUG, 2)])
        self.assertEqual(self.available(MUG), 10)
        give_up = time.monotonic() + PATIENCE
        while self.available(MUG) == 10 and time.monotonic() < give_up:
            pass  # Each look is a request: there is nothing to wait for otherwise.
        self.assertEqual(self.hold("cs_2", 1, (MUG, 12))[0], [(MUG, 12)])

    def test_of_many_at_once_no_more_are_held_than_there_are(self):
        answers = at_once([lambda n=n: self.hold(f"cs_{n}", 1, (POSTER, 1))
                           for n in range(AT_ONCE)])
        self.assertEqual(sorted(held for held, _ in answers), [[]] * 6 + [[(POSTER, 1)]] * 2)

    def test_holds_outlive_a_crash(self):
        self.hold("cs_1", 3, (MUG, 2))
        self.restart()
        self.assertEqual(self.available(MUG), 10)
        self.assertEqual(self.hold("cs_1", 2, (MUG, 5)), ([(MUG, 2)], []))


for_every_backend(Holds, globals())

if __name__ == "__main__":
    unittest.main()
