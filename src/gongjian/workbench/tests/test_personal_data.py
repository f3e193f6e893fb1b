"""The register of personal data is complete and takes nothing too lightly."""

from pathlib import Path

from django.apps import apps

from gongjian.workbench.personal_data import CLASSES, columns, register, told_by_name


def test_every_column_of_every_table_has_a_class_and_no_entry_is_idle() -> None:
    known = columns()
    models = [m for m in apps.get_models() if m.__module__.startswith("gongjian.")]
    models = [m for m in models if m._meta.managed]

    assert len(known) == sum(len(m._meta.concrete_fields) for m in models)
    assert {column.kind for column in known} <= set(CLASSES)
    names, fields = told_by_name()
    assert set(fields) - {f"{c.table}.{c.name}" for c in known} == set()
    assert set(names) - {c.name for c in known} == set()


def test_what_is_encrypted_is_never_called_harmless_but_for_keys() -> None:
    harmless = {f"{c.table}.{c.name}" for c in columns() if c.kept_secret and c.kind == "none"}

    assert harmless == {
        "cases.QueryCode.code_hash",
        "channels.Channel.secret",
        "channels.Witness.secret",
        "documents.Document.token",
        "orgs.PublicPass.key",
        "publicity.PublicItem.document_token",
    }


def test_the_page_of_personal_data_is_current() -> None:
    page = Path(__file__).parents[4] / "docs" / "personal-data.md"

    assert page.read_text(encoding="utf-8") == register(), "run: gongjian personal_data"


def test_the_register_names_people_of_every_kind() -> None:
    told = register()

    for part in ("`id_number` **enc**", "cases.Victim", "orgs.Officer", "ledger.Entry"):
        assert part in told
    assert "| accounts.SignIn |" in told
