"""Writes src/LongWriter.Formats/Tokenization/canonical-forms.txt from Python's Unicode data: python3 eng/canonical-forms.py > FILE"""
import unicodedata

every = [chr(code) for code in range(0x110000) if not 0xAC00 <= code <= 0xD7A3]
name = lambda text: " ".join(f"{ord(char):X}" for char in text)
print(f"# Unicode {unicodedata.unidata_version}, by eng/canonical-forms.py. 'C0=41 300' is a letter and its parts; '!' where parts never become the letter.")
for char in every:
    parts = unicodedata.decomposition(char)
    if parts and not parts.startswith("<"):
        composes = unicodedata.normalize("NFC", char) == char
        print(f"{name(char)}{'=' if composes else '!'}{' '.join(part.lstrip('0') for part in parts.split())}")

print("# '300-314:230' are marks and their class.")
marks = [(ord(char), unicodedata.combining(char)) for char in every if unicodedata.combining(char)]
start = 0
for at in range(1, len(marks) + 1):
    if at == len(marks) or marks[at] != (marks[at - 1][0] + 1, marks[start][1]):
        print(f"{marks[start][0]:X}-{marks[at - 1][0]:X}:{marks[start][1]}")
        start = at
