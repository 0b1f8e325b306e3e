"""Text is read in the encoding in which it was written, though nothing says so."""

import pytest

from documents.ingest.sniff import decode

RUSSIAN = "Расходы на командировку утверждает руководитель отдела. Отпуск составляет двенадцать дней."
UKRAINIAN = "Витрати на відрядження затверджує керівник відділу. Відпустка становить дванадцять днів."
GERMAN = "Die Übernachtung kostet höchstens 120 €, größere Beträge prüft Jörg."
POLISH = "Koszty podróży zatwierdza kierownik działu. Urlop wynosi dwanaście dni, źdźbło łąka."
CZECH = "Cestovní náklady schvaluje vedoucí oddělení. Dovolená je dvanáct dní, žluťoučký kůň."
CHINESE = "员工手册规定，出差费用需要事先得到部门经理的批准。年假为十二天。"
JAPANESE = "出張費は事前承認が必要です。年次休暇は十二日です。"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((RUSSIAN, encoding) for encoding in ("cp1251", "koi8_r", "cp866", "iso8859_5", "mac_cyrillic")),
        *((UKRAINIAN, encoding) for encoding in ("cp1251", "koi8_u")),
        *((GERMAN, encoding) for encoding in ("cp1252", "mac_roman")),
        *((POLISH, encoding) for encoding in ("cp1250", "iso8859_2")),
        (CZECH, "cp1250"),
        (CHINESE, "gb18030"),
        *((JAPANESE, encoding) for encoding in ("shift_jis", "euc_jp", "iso2022_jp")),
    ],
)
@pytest.mark.parametrize("times", [1, 20])
def test_the_encoding_is_told_by_the_letters(text: str, encoding: str, times: int) -> None:
    assert decode(text.encode(encoding) * times) == text * times
