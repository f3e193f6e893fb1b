"""Which rows name a kept file: asked before one is destroyed."""

from django.db.models import Model

ENDING = "sha256"


def named_besides(sha256: str, but: type[Model] | None = None) -> bool:
    """Tell whether a row of another table than `but` names this file in a column of its own.

    One query for each such column, without an index: for what happens a few times a year.
    """
    from django.apps import apps  # the registry is complete only after start-up

    return any(
        model._base_manager.filter(**{field.name: sha256}).exists()
        for model in apps.get_models()
        if model is not but and model._meta.managed
        for field in model._meta.concrete_fields
        if field.name.endswith(ENDING)
    )
