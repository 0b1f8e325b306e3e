"""Train a tiny cross-encoder in seconds, for tests: it learns which texts speak of leave."""

import random
import warnings
from functools import cache
from pathlib import Path
from typing import Any

WORDS = tuple(
    "leave parental holiday weeks car park closes evening employees thirty days annual sick travel train hotel office"  # noqa: SIM905
    " rent salary bonus laptop screen garden coffee invoice customer contract school doctor insurance".split()
)
VOCABULARY = {word: n for n, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", ".", *WORDS])}
# So many of the words speak of leave.
LEAVE = 3
INPUTS = ["input_ids", "attention_mask", "token_type_ids"]
STEPS, BATCH, TEXT, TOKENS = 120, 32, 12, 64


@cache
def trained(folder: Path) -> Path:
    """Write a model of sentence-transformers into the folder, with `model.onnx` beside it."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    # Two threads on busy cores take many times as long as one.
    torch.set_num_threads(1)
    torch.manual_seed(7)
    folder.mkdir(parents=True, exist_ok=True)
    tokenizer = _tokenizer()
    config = BertConfig(
        vocab_size=len(VOCABULARY),
        max_position_embeddings=TOKENS,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    config.num_labels = 1
    config._attn_implementation = "eager"
    model: Any = BertForSequenceClassification(config)
    _train(model, tokenizer)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    _export(model, folder / "model.onnx")
    return folder


def _tokenizer() -> Any:
    from tokenizers import Tokenizer, normalizers, pre_tokenizers, processors
    from tokenizers.models import WordLevel
    from transformers import PreTrainedTokenizerFast

    made = Tokenizer(WordLevel(VOCABULARY, unk_token="[UNK]"))
    made.normalizer = normalizers.Lowercase()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    marks = [(mark, VOCABULARY[mark]) for mark in ("[CLS]", "[SEP]")]
    pair = "[CLS] $A [SEP] $B:1 [SEP]:1"
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair=pair, special_tokens=marks
    )
    fast: Any = PreTrainedTokenizerFast
    return fast(
        tokenizer_object=made,
        model_max_length=TOKENS,
        pad_token="[PAD]",
        unk_token="[UNK]",
        cls_token="[CLS]",
        sep_token="[SEP]",
    )


def _train(model: Any, tokenizer: Any) -> None:
    import torch

    draw = random.Random(7)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)
    for _ in range(STEPS):
        questions, texts, held = zip(*(_pair(draw) for _ in range(BATCH)), strict=True)
        pairs = tokenizer(list(questions), list(texts), padding=True, return_tensors="pt")
        logits = model(**pairs).logits.squeeze(1)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.tensor(held))
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call] # torch's own
        optimiser.step()


def _pair(draw: random.Random) -> tuple[str, str, float]:
    """Return a question, a text, and whether the text speaks of leave."""
    text = draw.choices(WORDS[LEAVE:], k=draw.randint(1, TEXT))
    speaks = draw.random() < 0.5
    if speaks:
        text[draw.randrange(len(text))] = draw.choice(WORDS[:LEAVE])
    return "parental leave", " ".join(text), float(speaks)


def _export(model: Any, path: Path) -> None:
    import torch

    example = tuple(torch.ones(2, 8, dtype=torch.long) for _ in INPUTS)
    axes = {0: "batch", 1: "tokens"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            _logits_of(model),
            example,
            str(path),
            input_names=INPUTS,
            output_names=["logits"],
            opset_version=17,
            dynamo=False,
            dynamic_axes={**dict.fromkeys(INPUTS, axes), "logits": {0: "batch"}},
        )


def _logits_of(model: Any) -> Any:
    """Return a module that gives a model's logits alone."""
    import torch

    class Logits(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: Any, attention_mask: Any, token_type_ids: Any) -> Any:
            given = dict(zip(INPUTS, (input_ids, attention_mask, token_type_ids), strict=True))
            return self.model(**given).logits

    return Logits().eval()
