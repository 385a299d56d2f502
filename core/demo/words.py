"""What invented people call their cases and write in their notes."""

from typing import Final

CODES: Final = (
    "heron",
    "kelp",
    "pebble",
    "lantern",
    "driftwood",
    "samphire",
    "gannet",
    "cove",
    "limpet",
    "shingle",
    "marram",
    "tern",
)
NOTES: Final = (
    "Long silence at the start, then it all came out. I let it be slow.",
    "We walked to the end of the pier and back. Talked about the letter from the housing office.",
    "A hard one. I noticed I was holding my breath on the bus home.",
    "Mostly practical: forms, the bus pass, who to call on Monday.",
    "Laughed a lot today. It was good to see.",
    "Talked about the sister again. I said little and that was right.",
    "Did not want to talk about the plan. We had tea instead.",
    "I said too quickly what I would do. Next time ask first.",
    "The third cancelled appointment in a row, and no one had told them why.",
    "Something in this was very close to my own story. I want to bring it to supervision.",
    "We wrote the three steps on a card. One is done already.",
    "Angry at the clinic, and a little at me. We stayed with it.",
)
HEAVY_NOTES: Final = (
    "It stays with me. I keep hearing the last sentence.",
    "I could not switch off afterwards and slept badly.",
    "Too much for one hour. I did not know how to end it.",
    "I felt I had nothing left to give at the end.",
)
GLAD: Final = (
    "They rang the service themselves this week.",
    "A thank-you that I did not expect.",
    "We both noticed how far this is from March.",
    "The walk, and the light on the water.",
    "That I could just listen.",
    "My buddy picked up at once when I needed to talk.",
)
ENDINGS: Final = (
    "We ended as planned, with a walk and a look back at the first goal.",
    "Moved to another town; handed over to the service there.",
)
