"""The spaCy component: found through its entry point, aligned with tokens, kept through serialisation."""

from __future__ import annotations

from decimal import Decimal

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from report_miner.model import Figure

TEXT = "陇县财政局评审项目12个，送审金额2,405.32万元（陇财〔2023〕2号），审减率12%。"


def pipeline(**config: str) -> Language:
    nlp = spacy.blank("zh")
    nlp.add_pipe("report_miner", config=config)
    return nlp


@pytest.fixture(scope="module")
def doc() -> Doc:
    return pipeline(unit="陇县", year="2023")(TEXT)


def test_figures_stand_in_the_text_with_their_measure(doc: Doc) -> None:
    assert [(span.text, span.label_) for span in doc.spans["figures"]] == [
        ("12个", "project_count"),
        ("2,405.32万元", "amount_submitted"),
        ("12%", "reduction_rate"),
    ]


def test_attributes_tell_what_was_read(doc: Doc) -> None:
    amount = doc.spans["figures"][1]
    assert isinstance(amount._.figure, Figure)
    assert amount._.value == Decimal("24053200") and amount._.unit == "元"
    assert amount._.stage == "review" and amount._.outcome == ""
    assert amount._.subject == "陇县" and amount._.period == ("2023", "2023")


def test_other_spans_have_no_figure(doc: Doc) -> None:
    assert doc[0:2]._.figure is None and doc[0:2]._.value is None


def test_settings_say_whose_report_it_is_and_of_which_year() -> None:
    doc = pipeline(unit="凤翔区", year="2021")("评审项目12个。")
    span = doc.spans["figures"][0]
    assert (span._.subject, span._.period) == ("凤翔区", ("2021", "2021"))


def test_two_components_keep_apart_what_they_read() -> None:
    nlp = pipeline(year="2021")
    nlp.add_pipe("report_miner", name="second", config={"year": "2022", "spans_key": "others"})
    doc = nlp("评审项目12个。")
    assert set(doc.spans) == {"figures", "others"}
    assert doc.spans["figures"][0].text == doc.spans["others"][0].text == "12个"


def test_tokens_that_do_not_end_with_the_figure_are_taken_whole() -> None:
    """A tokenizer that knows nothing of numbers must not lose a figure."""
    nlp = pipeline(year="2023")
    words = ["评审项目", "12", "个共涉及", "3亿元", "。"]
    doc = nlp(Doc(nlp.vocab, words, spaces=[False] * len(words)))
    spans = doc.spans["figures"]
    assert [span.text for span in spans] == ["12个共涉及", "3亿元"]
    assert spans[0]._.figure.quantity.raw == "12个"


def test_two_figures_in_one_token_both_keep_their_own_reading() -> None:
    nlp = pipeline(year="2023")
    doc = nlp(Doc(nlp.vocab, ["评审项目12个涉及3亿元"], spaces=[False]))
    assert [span._.figure.quantity.raw for span in doc.spans["figures"]] == ["12个", "3亿元"]


def test_figures_survive_serialisation(doc: Doc) -> None:
    """``nlp.pipe(n_process=2)`` sends documents as bytes."""
    again = Doc(doc.vocab).from_bytes(doc.to_bytes())
    before = [span._.figure for span in doc.spans["figures"]]
    assert [span._.figure for span in again.spans["figures"]] == before
    assert None not in before


def test_a_pipeline_saved_to_disk_reads_the_same(tmp_path) -> None:  # type: ignore[no-untyped-def]
    nlp = pipeline(unit="陇县", year="2023")
    nlp.to_disk(tmp_path / "nlp")
    doc = spacy.load(tmp_path / "nlp")("评审项目12个。")
    assert doc.spans["figures"][0]._.subject == "陇县"


NLP = pipeline(unit="陇县", year="2023")


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet="评审项目送金额12345,.万亿元%个（）〔〕 \n，。\r\x00a", max_size=60))
def test_every_figure_lies_inside_its_span(text: str) -> None:
    doc = NLP(text)
    assert doc.text == text
    for span in doc.spans["figures"]:
        start, end = span._.figure.quantity.span
        assert span.start_char <= start < end <= span.end_char
