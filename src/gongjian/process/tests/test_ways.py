"""The straight way through a procedure, and a matter's place on it."""

from gongjian.common.data import data_folder
from gongjian.process import Process, load_process
from gongjian.process.ways import DONE_SHOWN, ahead_of, main_line, strip_of


def ordinary() -> Process:
    text = (data_folder("processes") / "penalty-ordinary.toml").read_text(encoding="utf-8")
    return load_process(text)


def test_the_main_line_runs_from_filing_to_closing() -> None:
    names = [step.name for step in main_line(ordinary())]

    assert names[0] == "呈请立案"
    assert names[-1] == "批准结案"
    assert "送法制审核" in names


def place(process: Process, name: str) -> str:
    return next(code for code, place in process.places.items() if place.name == name)


def test_on_the_main_line_the_rest_of_it_is_ahead() -> None:
    process = ordinary()
    whole = main_line(process)

    assert ahead_of(process, [], {whole[0].to[0]}) == whole[1:]


def test_before_a_hearing_the_line_goes_on_after_the_notice() -> None:
    process = ordinary()
    whole = main_line(process)
    done = [step.code for step in whole[: [s.name for s in whole].index("送达告知书") + 1]]

    ahead = ahead_of(process, [*done, "request_hearing"], {place(process, "待举行听证")})

    assert ahead == whole[len(done) :]
    assert ahead[0].name == "送法制审核"


def test_nothing_is_ahead_of_an_end() -> None:
    process = ordinary()

    assert ahead_of(process, [main_line(process)[0].code], {place(process, "已移送公安机关")}) == []


def test_a_strip_tells_what_moved_the_matter_and_leaves_out_side_steps_and_repetitions() -> None:
    process = ordinary()
    moving = [c for c, s in process.steps.items() if not s.side][: DONE_SHOWN + 1]
    side = next(c for c, s in process.steps.items() if s.side)
    here = process.steps[moving[-1]].to[0]

    strip = strip_of(process, [moving[0], *moving, side], {here})

    assert strip.before == 1
    assert strip.done == [process.steps[c].name for c in moving[1:]]
    assert strip.now == [process.places[here].name]
    assert len(strip.ahead) + strip.beyond == len(ahead_of(process, [], {here}))
