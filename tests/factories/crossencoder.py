"""Train a tiny cross-encoder in seconds, for tests: it learns to find a question's words in a text."""

import random
from functools import cache
from pathlib import Path

WORDS = tuple(
    "leave parental holiday weeks car park closes evening employees thirty days annual sick travel train hotel office"  # noqa: SIM905
    " rent salary bonus laptop screen garden coffee invoice customer contract school doctor insurance".split()
)
STEPS, BATCH, QUESTION, TEXT = 400, 32, 2, 8


@cache
def trained(folder: Path) -> Path:
    """Write a model of sentence-transformers into the folder, with `model.onnx` beside it."""
    import torch
    from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

    # Two threads on busy cores take many times as long as one.
    torch.set_num_threads(1)
    torch.manual_seed(7)
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = {
        word: n for n, word in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", ".", *WORDS])
    }
    tokenizer = BertTokenizerFast(vocab=vocabulary, model_max_length=64)
    config = BertConfig(
        vocab_size=len(vocabulary),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=64,
        num_labels=1,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        attn_implementation="eager",
    )
    model = BertForSequenceClassification(config)
    _train(model, tokenizer)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    _export(model, folder / "model.onnx")
    return folder


def _train(model: "object", tokenizer: "object") -> None:
    import torch

    draw = random.Random(7)
    optimiser = torch.optim.Adam(model.parameters(), lr=3e-3)  # type: ignore[attr-defined] # a module
    for _ in range(STEPS):
        questions, texts, held = zip(*(_pair(draw) for _ in range(BATCH)), strict=True)
        pairs = tokenizer(list(questions), list(texts), padding=True, return_tensors="pt")  # type: ignore[operator]
        logits = model(**pairs).logits.squeeze(1)  # type: ignore[operator] # a module
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, torch.tensor(held))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()


def _pair(draw: random.Random) -> tuple[str, str, float]:
    """Return a question, a text, and which share of the question's words the text has."""
    question, text = draw.sample(WORDS, QUESTION), draw.sample(WORDS, TEXT)
    if draw.random() < 0.6:
        for word in question[: draw.randint(1, QUESTION)]:
            text[draw.randrange(TEXT)] = word
    return " ".join(question), " ".join(text), len(set(question) & set(text)) / QUESTION


def _export(model: "object", path: Path) -> None:
    import warnings

    import torch

    class Logits(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.model = model

        def forward(self, input_ids: object, attention_mask: object, token_type_ids: object) -> object:
            given = {
                "input_ids": input_ids,
                "attention_mask": attention_mask,
                "token_type_ids": token_type_ids,
            }
            return self.model(**given).logits  # type: ignore[operator] # a module

    names = ["input_ids", "attention_mask", "token_type_ids"]
    example = tuple(torch.ones(2, 8, dtype=torch.long) for _ in names)
    axes = {0: "batch", 1: "tokens"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            Logits().eval(),
            example,
            str(path),
            input_names=names,
            output_names=["logits"],
            opset_version=17,
            dynamo=False,
            dynamic_axes={**dict.fromkeys(names, axes), "logits": {0: "batch"}},
        )
