"""Is a firm called by the name its reader can read?"""

import pytest

from kakehashi.apps.directory.models import Organisation
from kakehashi.web.naming import (
    ShownName,
    full_name,
    language_of,
    row_name,
    short_name,
    short_person,
    without_legal_form,
)


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("(주)소리갈피", "소리갈피"),
        ("㈜해미르연마소재", "해미르연마소재"),
        ("윤슬베어링데이터(주)", "윤슬베어링데이터"),
        ("霧ヶ丘マイクロデバイス株式会社", "霧ヶ丘マイクロデバイス"),
        ("Công ty TNHH Khuôn mẫu Chính xác Đồng Tâm", "Khuôn mẫu Chính xác Đồng Tâm"),
        ("Công ty TNHH Một thành viên Cơ khí An Phú", "Cơ khí An Phú"),
        ("Công ty CP Khuôn mẫu Tràng Vĩ", "Khuôn mẫu Tràng Vĩ"),
        ("Haemireu Abrasive Materials Co., Ltd.", "Haemireu Abrasive Materials"),
        ("Sorigalpi Inc.", "Sorigalpi"),
        ("Kirigaoka Microdevice K.K.", "Kirigaoka Microdevice"),
        ("Cold Incline Limitless", "Cold Incline Limitless"),
        ("株式会社", "株式会社"),
    ],
)
def test_legal_forms_are_left_out(name: str, short: str) -> None:
    assert without_legal_form(name) == short


@pytest.mark.parametrize(
    ("text", "country", "language"),
    [("백승준", "KR", "ko"), ("桜木 雅人", "JP", "ja"), ("金泰熙", "KR", "ko"), ("さくら", "KR", "ja"),
     ("Nguyễn Hữu Thạc", "VN", "vi"), ("K02", "", "")],
)  # fmt: skip
def test_language_of_a_name(text: str, country: str, language: str) -> None:
    assert language_of(text, country) == language


def test_short_name_in_a_script_the_reader_reads() -> None:
    firm = Organisation(name="霧ヶ丘株式会社", latin_name="Kirigaoka K.K.", country="JP")
    assert short_name(firm, "ja").text == "霧ヶ丘"
    assert short_name(firm, "vi").text == "Kirigaoka"
    firm.latin_name = ""
    assert short_name(firm, "vi").text == "霧ヶ丘"
    vietnamese = Organisation(name="Công ty TNHH Đồng Tâm", latin_name="Dong Tam Co., Ltd.", country="VN")
    assert short_name(vietnamese, "ko").text == "Đồng Tâm"


def test_the_name_of_a_row_has_both_writings_without_legal_forms() -> None:
    firm = Organisation(name="霧ヶ丘株式会社", latin_name="Kirigaoka K.K.", country="JP")
    assert row_name(firm) == ShownName("霧ヶ丘", "ja", "Kirigaoka")
    assert row_name(Organisation(name="Bright Ltd", latin_name="Bright Ltd", country="GB")).latin == ""


@pytest.mark.parametrize(
    ("name", "reader", "short"),
    [("瀬戸野 香織 Setono Kaori", "ja", "瀬戸野 香織"), ("瀬戸野 香織 Setono Kaori", "ko", "Setono Kaori"),
     ("방시온 Bang Sion", "vi", "Bang Sion"), ("방시온", "vi", "방시온"),
     ("Nguyễn Cẩm Thuyên", "ja", "Nguyễn Cẩm Thuyên")],
)  # fmt: skip
def test_a_person_named_twice_is_shortened_to_the_writing_that_is_read(name: str, reader: str, short: str) -> None:
    assert short_person(name, reader) == short


def test_full_name_keeps_the_original_first() -> None:
    firm = Organisation(name="(주)한빛", latin_name="Hanbit Co., Ltd.", country="KR")
    assert full_name(firm) == ShownName("(주)한빛", "ko", "Hanbit Co., Ltd.")
    assert full_name(Organisation(name="Bright Ltd", latin_name="Bright Ltd", country="GB")).latin == ""
