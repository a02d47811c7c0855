"""Names from which the demo's people are invented, and the places where they live; a match with anybody is chance."""

from typing import Final

MEN: Final = (
    "Ghulam Mohammad", "Abdul Rehman", "Mohammad Ashraf", "Ghulam Nabi", "Abdul Gani", "Mohammad Sultan", "Ali Mohammad",
    "Ghulam Hassan", "Abdul Ahad", "Mohammad Ramzan", "Habibullah", "Gulzar Ahmad", "Nazir Ahmad", "Abdul Aziz",
    "Mohammad Shafi", "Bashir Ahmad", "Wali Mohammad", "Sonaullah", "Ghulam Rasool", "Abdul Khaliq", "Mohammad Akbar",
    "Ab Majeed", "Noor Mohammad", "Ghulam Qadir", "Mohammad Yousuf", "Abdul Salam", "Sharifuddin", "Manzoor Ahmad",
)  # fmt: skip
WOMEN: Final = (
    "Zoona", "Fazi", "Raja Begum", "Hajra", "Mukhti", "Sara Begum", "Khatija", "Jana Begum", "Zainab", "Taja Begum",
    "Saleema", "Mehtaba", "Ayesha", "Rahti", "Hanifa", "Aisha Bano", "Sakina", "Shaha Begum", "Fatima", "Haleema",
    "Naseema", "Zeba", "Malla Begum", "Rehmat", "Noora", "Azizi", "Ruqaya", "Jameela",
)  # fmt: skip
FAMILIES: Final = (
    "Bhat", "Lone", "Dar", "Mir", "Wani", "Khan", "Malik", "Sheikh", "Rather", "Ganie", "Parray", "Sofi", "Najar", "Lohar",
    "Teli", "Hajam", "Khatana", "Chechi", "Bajad", "Peer", "Shah", "Bakshi", "Mughal", "Tantray", "Magray", "Reshi",
)  # fmt: skip
URDU_NAMES: Final = (
    "غلام محمد بٹ",
    "عبدالرحمٰن لون",
    "زونہ بیگم",
    "حاجرہ بانو",
    "علی محمد ڈار",
    "فاطمہ بیگم",
    "محمد رمضان میر",
)
HINDI_NAMES: Final = ("गुलाम नबी", "अब्दुल अहद", "हलीमा बेगम", "मोहम्मद सुल्तान", "सकीना बानो")

# Spellings as lists have them, the directory's own most often; then the blocks in the directory's spelling.
DISTRICTS: Final = {
    "Bandipora": ("Bandipora",) * 6 + ("Bandipore", "Bandipur", "BANDIPORA", "Bandipora "),
    "Kupwara": ("Kupwara",) * 8 + ("KUPWARA", "Kupwara Distt."),
}
BLOCKS: Final = {
    "Bandipora": (
        "Aloosa",
        "Arin",
        "Bandipora",
        "Bonkoot",
        "Ganstan",
        "Gurez",
        "Hajin",
        "Naidkhay",
        "Nowgam",
        "Sumbal",
    ),
    "Kupwara": ("Drugmulla", "Handwara", "Kalarooch", "Kralpora", "Kupwara", "Langate", "Sogam", "Trehgam", "Wavoora"),
}
OTHER_BLOCKS: Final = {"Sumbal": "Sumbal Sonawari", "Hajin": "Hajan", "Trehgam": "Tregam", "Handwara": "HANDWARA"}
VILLAGES: Final = (
    "Ashtengoo", "Kaloosa", "Quil Muqam", "Ajas", "Saderkoot", "Chittay Bandey", "Gamroo", "Papchan", "Lawaypora", "Onagam",
    "Shahgund", "Vilgam", "Hyhama", "Batergam", "Gushi", "Dardpora", "Magam", "Kandi", "Lolab", "Yaroo", "Natnussa",
)  # fmt: skip
