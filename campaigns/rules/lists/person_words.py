"""Words by which lists say a person's gender, language and social category, in English, Hindi and Urdu."""

from typing import Final

from campaigns.rules.lettering import folded

GENDERS: Final = {
    word: gender
    for gender, words in {
        "female": "f|female|w|woman|women|girl|lady|महिला|स्त्री|म|औरत|خاتون|عورت|زنانہ|مونث",
        "male": "m|male|man|men|boy|gents|पुरुष|पु|مرد|مردانہ|مذکر",
        "transgender": "t|tg|transgender|other|o|third gender|ट्रांसजेंडर|अन्य|خواجہ سرا|دیگر",
    }.items()
    for word in map(folded, words.split("|"))
}
LANGUAGES: Final = {
    word: tag
    for tag, words in {
        "en": "en|english|अंग्रेजी|अंग्रेज़ी|انگریزی",
        "ur": "ur|urdu|उर्दू|اردو",
        "hi": "hi|hindi|हिन्दी|हिंदी|ہندی",
        "ks": "ks|kashmiri|koshur|कश्मीरी|کشمیری|کٲشُر",
        "doi": "doi|dogri|डोगरी|ڈوگری",
        "ps": "ps|pashto|pushto|pukhto|پشتو",
        "pa": "pa|punjabi|panjabi|पंजाबी|پنجابی",
        "gju": "gju|gojri|gujari|गोजरी|گوجری",
        "phr": "phr|pahari|पहाड़ी|پہاڑی",
        "hno": "hno|hindko|ہندکو",
    }.items()
    for word in map(folded, words.split("|"))
}
CATEGORIES: Final = {
    word: category
    for category, words in {
        "sc": "sc|scheduled caste|अजा|अनुसूचित जाति|शेड्यूल्ड कास्ट|درج فہرست ذات",
        "st": "st|scheduled tribe|अजजा|अनुसूचित जनजाति|درج فہرست قبائل",
        "obc": "obc|osc|other backward class|other backward classes|अपिव|अन्य पिछड़ा वर्ग|دیگر پسماندہ طبقات",
        "ews": "ews|economically weaker section|आर्थिक रूप से कमजोर वर्ग",
        "general": "gen|general|om|open merit|ur|unreserved|सामान्य|अनारक्षित|جنرل|عام",
        "rba": "rba|resident of backward area",
        "alc": "alc|alc ib|actual line of control|ib",
        "minority": "min|minority|अल्पसंख्यक|اقلیت",
    }.items()
    for word in map(folded, words.split("|"))
}
