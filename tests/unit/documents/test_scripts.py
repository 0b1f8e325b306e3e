"""A question finds the sentence it is about, in every script, among others of the same language."""

from collections import Counter

import pytest

from documents.lexical.analyzer import STEMMERS, Analyzer
from documents.lexical.bm25 import inverse_document_frequency, term_weight
from documents.lexical.language import detect_language

analyzer = Analyzer()
LEAVE, INVOICE, TRAVEL, OVERTIME = 0, 1, 2, 3
# Of each language: annual leave, invoices, the cost of travel, and overtime; then questions, with what they ask for.
SENTENCES = {
    "th": [
        "พนักงานมีสิทธิลาพักร้อนปีละยี่สิบวันโดยต้องแจ้งหัวหน้าล่วงหน้า",
        "ใบกำกับภาษีต้องส่งให้ฝ่ายบัญชีภายในเจ็ดวัน",
        "การเบิกค่าเดินทางต้องมีใบเสร็จรับเงินและลายเซ็นของผู้จัดการ",
        "ค่าล่วงเวลาคำนวณจากชั่วโมงที่ทำงานหลังเวลาเลิกงาน",
    ],
    "lo": [
        "ພະນັກງານມີສິດລາພັກປະຈຳປີຊາວວັນ",
        "ໃບເກັບເງິນຕ້ອງສົ່ງໃຫ້ພະແນກບັນຊີພາຍໃນເຈັດວັນ",
        "ຄ່າເດີນທາງຕ້ອງມີໃບຮັບເງິນຈາກໂຮງແຮມ",
        "ຄ່າລ່ວງເວລາຄິດໄລ່ຈາກຊົ່ວໂມງເຮັດວຽກ",
    ],
    "km": [
        "បុគ្គលិកមានសិទ្ធិឈប់សម្រាកប្រចាំឆ្នាំម្ភៃថ្ងៃ",
        "វិក្កយបត្រត្រូវផ្ញើទៅផ្នែកគណនេយ្យក្នុងរយៈពេលប្រាំពីរថ្ងៃ",
        "ការចំណាយលើការធ្វើដំណើរត្រូវមានបង្កាន់ដៃ",
        "ប្រាក់ម៉ោងបន្ថែមគណនាតាមម៉ោងធ្វើការ",
    ],
    "my": [
        "ဝန်ထမ်းများသည် တစ်နှစ်လျှင် ခွင့်ရက်နှစ်ဆယ်ရရှိသည်",
        "ငွေတောင်းခံလွှာကို ခုနစ်ရက်အတွင်း စာရင်းဌာနသို့ ပေးပို့ရမည်",
        "ခရီးစရိတ်အတွက် ပြေစာလိုအပ်သည်",
        "အချိန်ပိုကြေးကို အလုပ်ချိန်ဖြင့် တွက်ချက်သည်",
    ],
    "ja": [
        "年次有給休暇は入社から六か月後に十日付与されます。",
        "請求書は七日以内に経理部へ送付してください。税込みの金額を記載します。",
        "iPhone用ケースなど出張の備品は領収書が必要です。",
        "Q3の売上と残業時間は人事システムに入力します。",
    ],
    "zh": [
        "员工每年享有二十天年假,须提前两周申请。",
        "发票必须在七天内交给财务部,并注明税号。",
        "差旅费报销需要提供酒店收据。",
        "加班费按照工作时间计算,Q3的数据已更新。",
    ],
    "ko": [
        "직원은 매년 이십 일의 연차휴가를 사용할 수 있습니다.",
        "세금계산서는 칠 일 이내에 회계팀으로 보내야 합니다.",
        "출장비를 받으려면 영수증이 필요합니다. 돈은 다음 달에 지급됩니다.",
        "초과근무수당은 근무 시간에 따라 계산됩니다.",
    ],
    "hi": [
        "कर्मचारियों को प्रति वर्ष बीस दिन की वार्षिक छुट्टी मिलती है।",
        "चालान सात दिनों के भीतर लेखा विभाग को भेजना होगा।",
        "यात्रा व्यय के लिए होटल की रसीदें आवश्यक हैं।",
        "अतिरिक्त समय का भुगतान काम के घंटों से होता है।",
    ],
    "ar": [
        "يحق للموظفين إجازة سنوية مدتها عشرون يوما.",
        "يجب إرسال الفاتورة إلى قسم المحاسبة خلال ٧ أيام.",
        "تتطلب مصاريف السفر إيصالات من الفندق.",
        "يحسب العمل الإضافي وفق ساعات الدوام.",
    ],
    "ru": [
        "Сотрудники имеют право на ежегодный отпуск двадцать дней.",
        "Счета отправляются в бухгалтерию в течение семи дней.",
        "Для возмещения командировочных расходов нужны квитанции гостиницы.",
        "Сверхурочная работа оплачивается по часам.",
    ],
}
ASKED = [
    ("th", "ลาพักร้อนได้กี่วัน", LEAVE),
    ("th", "ส่งใบกำกับภาษีเมื่อไร", INVOICE),
    ("th", "ค่าเดินทาง", TRAVEL),
    ("lo", "ລາພັກປະຈຳປີ", LEAVE),
    ("lo", "ສົ່ງໃບເກັບເງິນ", INVOICE),
    ("km", "ឈប់សម្រាកប្រចាំឆ្នាំប៉ុន្មានថ្ងៃ", LEAVE),
    ("km", "វិក្កយបត្រ", INVOICE),
    ("my", "ခွင့်ရက် ဘယ်နှစ်ရက်ရသလဲ", LEAVE),
    ("my", "ငွေတောင်းခံလွှာ", INVOICE),
    ("ja", "有給休暇は何日もらえますか", LEAVE),
    ("ja", "税", INVOICE),
    ("ja", "税は", INVOICE),
    ("ja", "iPhone用ケース", TRAVEL),
    ("ja", "ｉＰｈｏｎｅ用ｹｰｽ", TRAVEL),
    ("ja", "Q3の売上", OVERTIME),
    ("zh", "年假有几天", LEAVE),
    ("zh", "税", INVOICE),
    ("zh", "q3数据", OVERTIME),
    ("ko", "연차휴가가 며칠인가요", LEAVE),
    ("ko", "연차휴가", LEAVE),
    ("ko", "세금계산서를 언제 보내나요", INVOICE),
    ("ko", "돈", TRAVEL),
    ("hi", "वार्षिक छुट्टी कितने दिन", LEAVE),
    ("hi", "होटल की रसीद", TRAVEL),
    ("ar", "كم يوما الإجازة السنوية", LEAVE),
    ("ar", "الفواتير خلال 7 أيام", INVOICE),
    ("ru", "сколько дней отпуска", LEAVE),
    ("ru", "квитанция из гостиницы", TRAVEL),
]


def best(sentences: list[str], question: str, language: str) -> int:
    """Return which sentence BM25 puts first, or -1 where none has a term of the question."""
    counted = [Counter(analyzer.terms(sentence, language)) for sentence in sentences]
    mean = sum(map(Counter.total, counted)) / len(counted)
    scores = [0.0] * len(counted)
    for term in analyzer.query_terms(question, [language]):
        weight = inverse_document_frequency(len(counted), sum(term in terms for terms in counted))
        for number, terms in enumerate(counted):
            scores[number] += weight * term_weight(terms[term], terms.total(), mean)
    return max(range(len(scores)), key=scores.__getitem__) if any(scores) else -1


@pytest.mark.parametrize(("language", "question", "expected"), ASKED)
def test_a_question_finds_its_sentence(language: str, question: str, expected: int) -> None:
    assert best(SENTENCES[language], question, language) == expected


@pytest.mark.parametrize("language", SENTENCES)
def test_a_text_in_a_script_of_its_own_is_known_by_its_first_sentence(language: str) -> None:
    assert detect_language(SENTENCES[language][0]) == language


def test_a_word_within_a_run_is_a_term_of_its_own() -> None:
    """Pairs of signs find everything and tell little: a word is rarer than its pairs."""
    assert {"พนักงาน", "สิทธิ"} <= set(analyzer.terms(SENTENCES["th"][0], "th"))
    assert "វិក្កយបត្រ" in analyzer.terms(SENTENCES["km"][1], "km")


def test_vowel_signs_are_parts_of_words() -> None:
    assert analyzer.terms("कर्मचारी", "xx") == ["करमचारी"]
    assert len(analyzer.terms("ஊழியர்களுக்கு விடுப்பு", "xx")) == 2


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Smørrebrød", "smorrebrod"),
        ("Łódź", "LODZ"),
        ("İstanbul", "istanbul"),
        ("straße", "STRASSE"),
        ("Urlaubs\u00adantrag", "urlaubsantrag"),
        ("می\u200cخواهم", "میخواهم"),
        ("๒๕๖๗", "2567"),
        ("ＡＢＣ１２３", "abc123"),
    ],
)
def test_a_word_is_found_however_its_signs_are_written(written: str, asked: str) -> None:
    assert set(analyzer.query_terms(asked, ["xx"])) <= set(analyzer.terms(written, "xx"))


def test_every_language_of_snowball_is_stemmed() -> None:
    import Stemmer

    variants = {"porter", "dutch_porter"}
    assert set(STEMMERS.values()) == set(Stemmer.algorithms()) - variants
