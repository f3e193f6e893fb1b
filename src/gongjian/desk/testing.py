"""What every identity adapter has to keep: subclass with an adapter and one known person."""

from typing import ClassVar

from .identity import IdentityProvider


class IdentityContract:
    """The contract: only the whole truth is confirmed, and nothing is guessed or repaired."""

    known: ClassVar[tuple[str, str, str]]

    def adapter(self) -> IdentityProvider:
        """Return the adapter under test, ready to confirm `known`."""
        raise NotImplementedError

    def _said(self, name: str, id_number: str, proof: str) -> bool:
        return self.adapter().verify(name=name, id_number=id_number, proof=proof)

    def test_it_names_itself_and_asks_for_a_proof(self) -> None:
        made = self.adapter()

        assert made.label
        assert made.proof
        assert isinstance(made.demo, bool)

    def test_the_person_with_the_proof_is_confirmed_again_and_again(self) -> None:
        assert self._said(*self.known)
        assert self._said(*self.known)

    def test_any_part_that_is_wrong_or_missing_refuses(self) -> None:
        name, id_number, proof = self.known
        wrong = (
            ("某某", id_number, proof),
            (name, id_number[:-1], proof),
            (name, id_number, proof + "0"),
            ("", id_number, proof),
            (name, "", proof),
            (name, id_number, ""),
            ("", "", ""),
        )

        assert [self._said(*parts) for parts in wrong] == [False] * len(wrong)

    def test_strange_words_refuse_and_break_nothing(self) -> None:
        for strange in ("\x00", "'; --", "名" * 10_000, "\ud83d\ude00"):
            assert not self._said(strange, strange, strange)
