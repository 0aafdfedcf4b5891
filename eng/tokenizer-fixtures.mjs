// Writes tests/LongWriter.Formats.Tests/Tokenization/Fixtures/*.json: small vocabularies of each published form, learnt from texts of
// this repository, and what Hugging Face's tokenizers make of some texts with them. In an empty folder:
//   npm i -E @anush008/tokenizers@0.6.0 @huggingface/tokenizers@0.2.0 && node REPOSITORY/eng/tokenizer-fixtures.mjs REPOSITORY
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const require = createRequire(pathToFileURL(path.join(process.cwd(), 'x.js')));
const { Tokenizer } = require('@anush008/tokenizers');
const second = require('@huggingface/tokenizers');
const root = process.argv[2];
const out = path.join(root, 'tests/LongWriter.Formats.Tests/Tokenization/Fixtures');
const SPACE = '\u2581';

const contractions = "(?i:'s|'t|'re|'ve|'m|'ll|'d)";
const tail = ' ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+';
const upper = '[\\p{Lu}\\p{Lt}\\p{Lm}\\p{Lo}\\p{M}]', lower = '[\\p{Ll}\\p{Lm}\\p{Lo}\\p{M}]';
const llama3 = `${contractions}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}|${tail}`;
const qwen2 = `${contractions}|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}|${tail}`;
const tekken = `[^\\r\\n\\p{L}\\p{N}]?${upper}*${lower}+|[^\\r\\n\\p{L}\\p{N}]?${upper}+${lower}*|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n/]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+`;
const split = pattern => ({ type: 'Sequence', pretokenizers: [
  { type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false },
  { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false }] });
const byteDecoder = { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true };
const replace = (from, to) => ({ type: 'Replace', pattern: { String: from }, content: to });
const pieceDecoder = { type: 'Sequence', decoders: [replace(SPACE, ' '), { type: 'ByteFallback' }, { type: 'Fuse' }, { type: 'Strip', content: ' ', start: 1, stop: 0 }] };
const metaspace = (scheme, splits) => ({ type: 'Metaspace', replacement: SPACE, prepend_scheme: scheme, split: splits });
const prepended = { type: 'Sequence', normalizers: [{ type: 'Prepend', prepend: SPACE }, replace(' ', SPACE)] };

const forms = {
  'llama-3': { splitter: split(llama3), whole: true, special: ['<|begin_of_text|>', '<|eot_id|>'] },
  'qwen': { splitter: split(qwen2), normalizer: { type: 'NFC' }, special: ['<|endoftext|>', '<|im_start|>', '<|im_end|>'], added: ['<think>', '</think>', '<think'] },
  'glm-4': { splitter: split(llama3), special: ['<|endoftext|>', '[gMASK]', '<sop>', '<|user|>'] },
  'mistral-nemo': { splitter: split(tekken), whole: true, special: ['<unk>', '<s>', '</s>', '[INST]', '[/INST]'] },
  'gpt-2': { splitter: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: true }, special: ['<|endoftext|>'] },
  'llama-2': { pieces: true, normalizer: prepended, splitter: null, chats: {
    'llama2': '<s>[INST] <<SYS>>\nBe kind\n<</SYS>>\n\nHi there [/INST] Hello you </s><s>[INST] Bye [/INST] So long </s>',
    'mistral-v1': '<s>[INST] Be kind\n\nHi there [/INST] Hello you</s>[INST] Bye [/INST] So long</s>' } },
  'mistral-v3': { pieces: true, splitter: metaspace('first', false), extra: ['[INST]', '[/INST]'], chats: {
    'mistral-v3': '<s>[INST] Hi there[/INST] Hello you</s>[INST] Be kind\n\nBye[/INST] So long</s>' } },
  'metaspace-always-split': { pieces: true, splitter: metaspace('always', true) },
};

const learnFrom = ['README.md', 'docs/guides/writing.md', 'docs/guides/training.md'].map(name => fs.readFileSync(path.join(root, name), 'utf8')).join('\n')
  + ' Ça été à l’œuvre, où même un élève naïf … Größe, über, straße — 写一篇关于罗马帝国历史的长文，谢谢。 Привет, как дела? 한국어 문장 🙂🙂'.repeat(6);

/** Pieces by frequency: byte-pair merging over counted words, ties by the pair itself. */
function learn(words, count) {
  const merges = [];
  while (merges.length < count) {
    const pairs = new Map();
    for (const { symbols, times } of words) {
      for (let i = 1; i < symbols.length; i++) {
        const pair = symbols[i - 1] + '\n' + symbols[i];
        pairs.set(pair, (pairs.get(pair) ?? 0) + times);
      }
    }
    const best = [...pairs].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0];
    if (!best || best[1] < 2) break;
    const [left, right] = best[0].split('\n');
    merges.push([left, right]);
    for (const word of words) {
      for (let i = 1; i < word.symbols.length; i++) {
        if (word.symbols[i - 1] === left && word.symbols[i] === right) word.symbols.splice(i - 1, 2, left + right);
      }
    }
  }
  return merges;
}

function count(pieces) {
  const counts = new Map();
  for (const piece of pieces) counts.set(piece, (counts.get(piece) ?? 0) + 1);
  return [...counts].map(([piece, times]) => ({ symbols: [...piece], times }));
}

function model(form) {
  const vocab = {};
  const add = token => { vocab[token] ??= Object.keys(vocab).length; };
  if (!form.pieces) {
    const bytes = Tokenizer.fromString(JSON.stringify({ version: '1.0', added_tokens: [], normalizer: form.normalizer ?? null, pre_tokenizer: form.splitter, post_processor: null, decoder: byteDecoder,
      model: { type: 'BPE', vocab: {}, merges: [] } })).getPreTokenizer();
    const printable = b => (b >= 33 && b <= 126) || (b >= 161 && b <= 172) || b >= 174;
    let next = 256;
    for (let b = 0; b < 256; b++) add(String.fromCharCode(printable(b) ? b : next++));
    const merges = learn(count(bytes.preTokenizeString(learnFrom.normalize('NFC')).map(piece => piece[0])), 220);
    merges.forEach(([left, right]) => add(left + right));
    // A token that no merge makes: only those who look for whole pieces first find it.
    if (form.whole) add('\u0120origami');
    return { type: 'BPE', dropout: null, unk_token: null, continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: false, byte_fallback: false, ignore_merges: !!form.whole, vocab, merges };
  }

  ['<unk>', '<s>', '</s>', ...(form.extra ?? [])].forEach(add);
  for (let b = 0; b < 256; b++) add(`<0x${b.toString(16).toUpperCase().padStart(2, '0')}>`);
  const text = learnFrom.replaceAll(' ', SPACE);
  const learnt = learn(count(text.split(/(?<=[^\u2581])(?=\u2581)/u)), 220).map(pair => pair.join(''));
  learnt.forEach(add);
  [...new Set(text.replace(/[\n🙂국]/gu, ''))].sort().forEach(add);
  const merges = [];
  for (const piece of learnt) {
    const ways = [];
    for (let i = 1; i < piece.length; i++) {
      const [left, right] = [piece.slice(0, i), piece.slice(i)];
      if (left in vocab && right in vocab) ways.push([left, right]);
    }
    merges.push(...ways.sort((a, b) => vocab[a[0]] - vocab[b[0]] || vocab[a[1]] - vocab[b[1]]));
  }
  return { type: 'BPE', dropout: null, unk_token: '<unk>', continuing_subword_prefix: null, end_of_word_suffix: null, fuse_unk: true, byte_fallback: true, ignore_merges: false, vocab, merges };
}

let state = 12345;
const random = below => { state = (Math.imul(state, 1103515245) + 12345) >>> 0; return Math.floor(state / 4294967296 * below); };
const pools = ['the and ing writing length model', ' ', '  ', '\n', '\n\n', '\r\n', '\t', '0123456789', '½²③٣', 'éàœßÆ', 'e\u0301', 'a\u0308\u0301', 'o\u0323\u0302', '\u1100\u1161\u11A8', '각', '日本語長文', 'Привет', '🙂👩‍👩‍👧', '\u{20000}\u{2A6D6}', '\u{1D400}\u{1D7CE}\u{1D7CF}', '\u{10400}\u{10428}',
  "'s'll'RE'ſ", '.,;:!?/-', '\u00A0\u2028\u0085\uFEFF', '<think>', 'ABC', 'DŽDždž', '\u2126\u212B', '\u0958', ' origami', '\u{1D15E}'];
const texts = ['', ' ', '   ', 'Hello', ' Hello', '  Hello  world ', 'Hello world', '\n', 'a\n\n\nb', 'line one\r\nline two', "I'll say it's 12345 words; you've 7.", 'THE HTTPServer and XMLHttpRequest', 'path/to/file.txt//\n/x',
  'Write a 10,000-word article on the history of the Roman Empire.', '写一篇一万字的文章', 'été et e\u0301te\u0301', 'origami about origami', '<think>so</think> and <think more', 'x<think>', 'tabs\tand\u00A0spaces\u3000wide', 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', '                        x', '🙂', '\u{20000}a', '1234567890', '①②', "'ſ it'S",
  ...Array.from({ length: 60 }, () => Array.from({ length: 1 + random(9) }, () => {
    const pool = pools[random(pools.length)];
    const parts = [...pool];
    return random(2) ? pool : Array.from({ length: 1 + random(3) }, () => parts[random(parts.length)]).join('');
  }).join(''))];

fs.mkdirSync(out, { recursive: true });
for (const [name, form] of Object.entries(forms)) {
  const made = model(form);
  const size = Object.keys(made.vocab).length;
  const names = form.pieces ? [] : [...form.special.map(content => [content, true]), ...(form.added ?? []).map(content => [content, false])];
  const added_tokens = [...(form.pieces ? ['<unk>', '<s>', '</s>', ...(form.extra ?? [])].map(content => [made.vocab[content], content, true]) : []), ...names.map(([content, special], i) => [size + i, content, special])]
    .map(([id, content, special]) => ({ id, content, single_word: false, lstrip: false, rstrip: false, normalized: false, special }));
  const tokenizer = { version: '1.0', truncation: null, padding: null, added_tokens, normalizer: form.normalizer ?? null, pre_tokenizer: form.splitter, post_processor: null, decoder: form.pieces ? pieceDecoder : byteDecoder, model: made };
  const first = Tokenizer.fromString(JSON.stringify(tokenizer));
  const other = new second.Tokenizer(tokenizer, {});
  let agree = 0;
  const cases = [];
  for (const text of texts) {
    const ids = [...(await first.encode(text, null, { addSpecialTokens: false })).getIds()];
    const decoded = await first.decode(ids, true);
    try { agree += JSON.stringify(other.encode(text, { add_special_tokens: false }).ids) === JSON.stringify(ids) ? 1 : 0; } catch { /* counts as another answer */ }
    cases.push({ text, ids, decoded });
  }
  const chats = [];
  for (const [template, text] of Object.entries(form.chats ?? {})) chats.push({ template, text, ids: [...(await first.encode(text, null, { addSpecialTokens: false })).getIds()] });
  const fixture = { reference: 'ids and texts by Hugging Face tokenizers 0.22.2 (npm @anush008/tokenizers 0.6.0)', also: `npm @huggingface/tokenizers 0.2.0 gives the same ids for ${agree} of ${texts.length} texts`, tokenizer, cases, chats };
  const lines = JSON.stringify(fixture, null, 1).replace(/\[\s+("(?:[^"\\]|\\.)*"),\s+("(?:[^"\\]|\\.)*")\s+\]/g, '[$1,$2]').replace(/\[[\d,\s]+\]/g, ids => ids.replace(/\s+/g, ''));
  fs.writeFileSync(path.join(out, name + '.json'), lines + '\n');
  console.log(name, size, fixture.also);
}
