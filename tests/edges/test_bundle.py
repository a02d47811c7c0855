"""The desk's modules are joined into one script; one that cannot be joined is named."""

from pathlib import Path

import pytest

from agent_ui.bundle import BundleError, _block, bundle


def test_the_desk_is_one_script_in_which_nothing_is_fetched_any_more() -> None:
    script = bundle("desk/open.js")
    assert "import" not in [line.split(" ")[0] for line in script.splitlines()]
    assert script.index("of_desk_page = {}") < script.index("of_desk_desk = {}")
    assert script.count("of_desk_page = {}") == 1


@pytest.mark.parametrize(
    "written", ['export { a } from "./page.js";', 'import * as all from "./page.js";', "export let a = 1;"]
)
def test_a_module_that_cannot_be_joined_is_refused(written: str, tmp_path: Path) -> None:
    odd = tmp_path / "odd.js"
    odd.write_text(written + "\n")
    with pytest.raises(BundleError, match="odd"):
        _block(odd)
