"""An import-linter contract: one app enters another only by its front door."""

from collections.abc import Iterator

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FrontDoor(Contract):
    """Allow `root.a.* -> root.b.X` only where X is a door, or b is an open package."""

    root = fields.StringField()
    doors = fields.SetField(subfield=fields.StringField())
    open_packages = fields.SetField(subfield=fields.StringField(), required=False)

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        trespasses = sorted(self._trespasses(graph))
        return ContractCheck(kept=not trespasses, metadata={"trespasses": trespasses})

    def _trespasses(self, graph: ImportGraph) -> Iterator[str]:
        for importer in graph.modules:
            for imported in graph.find_modules_directly_imported_by(importer):
                if self._enters_elsewhere(importer.split("."), imported.split(".")):
                    lines = graph.get_import_details(importer=importer, imported=imported)
                    where = ", ".join(f"line {each['line_number']}" for each in lines)
                    yield f"{importer} -> {imported} ({where})"

    def _enters_elsewhere(self, here: list[str], there: list[str]) -> bool:
        match here, there:
            case [top, app, *_], [other_top, other_app, door, *_]:
                inside = top == other_top == str(self.root) and app != other_app
                return (
                    inside
                    and other_app not in _set(self.open_packages)
                    and door not in _set(self.doors)
                )
            case _:
                return False

    def render_broken_contract(self, check: ContractCheck) -> None:
        output.print_error("Between apps import only: " + ", ".join(sorted(_set(self.doors))))
        for line in check.metadata["trespasses"]:
            output.print_error(line)


def _set(field: object) -> set[str]:
    """Return what import-linter read into `field`: a set, or nothing."""
    return field if isinstance(field, set) else set()
