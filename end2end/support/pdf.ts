import { inflateSync } from 'node:zlib';

/** What a PDF of Chromium holds, as far as tests ask. */
export interface Printed {
  /** Pages. */
  pages: number;
  /** All words, without the spaces between them: a PDF places words rather than writing spaces. */
  text: string;
  /** Straight and curved segments of paths. */
  segments: number;
  /** Width and height of every picture made of pixels. */
  images: [number, number][];
}

interface PdfObject {
  number: number;
  dictionary: string;
  stream: string;
}

function objectsOf(pdf: Buffer): PdfObject[] {
  const source = pdf.toString('latin1');
  const found: PdfObject[] = [];
  for (const match of source.matchAll(/(?:^|[\r\n])(\d+) 0 obj\s([\s\S]*?)endobj/g)) {
    const body = match[2];
    const begin = body.search(/stream\r?\n/);
    const dictionary = begin < 0 ? body : body.slice(0, begin);
    let stream = '';
    if (begin >= 0) {
      const start = begin + (body.startsWith('stream\r\n', begin) ? 8 : 7);
      const length = Number(/\/Length (\d+)(?! 0 R)/.exec(dictionary)?.[1] ?? body.lastIndexOf('endstream') - start);
      const bytes = Buffer.from(body.slice(start, start + length), 'latin1');
      const packed = dictionary.includes('/FlateDecode') && !dictionary.includes('/Subtype /Image');
      stream = (packed ? inflateSync(bytes) : bytes).toString('latin1');
    }
    found.push({ number: Number(match[1]), dictionary, stream });
  }
  return found;
}

/** Which letters the glyphs of a font stand for, from its ToUnicode map. */
function lettersOf(map: string): Map<number, string> {
  const letters = new Map<number, string>();
  const text = (hex: string) => Buffer.from(hex, 'hex').swap16().toString('utf16le');
  for (const [, block] of map.matchAll(/beginbfchar([\s\S]*?)endbfchar/g)) {
    for (const [, glyph, to] of block.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) {
      letters.set(Number.parseInt(glyph, 16), text(to));
    }
  }
  for (const [, block] of map.matchAll(/beginbfrange([\s\S]*?)endbfrange/g)) {
    for (const [, from, to, first] of block.matchAll(/<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>/g)) {
      const start = Number.parseInt(from, 16);
      for (let glyph = start; glyph <= Number.parseInt(to, 16); glyph += 1) {
        letters.set(glyph, String.fromCharCode(Number.parseInt(first, 16) + glyph - start));
      }
    }
  }
  return letters;
}

/** A font's letters, and how many hexadecimal digits stand for a glyph: two where glyphs are drawn one by one, as those of variable fonts are. */
interface Font {
  digits: number;
  letters: Map<number, string>;
}

/** Reads what `page.pdf()` wrote. Fonts are named after their object there, `/F12` for object 12. */
export function readPdf(pdf: Buffer): Printed {
  const objects = objectsOf(pdf);
  const byNumber = new Map(objects.map((object) => [object.number, object]));
  const fonts = new Map<string, Font>();
  for (const { dictionary } of objects) {
    for (const [, list] of dictionary.matchAll(/\/Font\s*<<([\s\S]*?)>>/g)) {
      for (const [, name, number] of list.matchAll(/\/(\w+) (\d+) 0 R/g)) {
        const font = byNumber.get(Number(number))?.dictionary ?? '';
        const unicode = /\/ToUnicode (\d+) 0 R/.exec(font)?.[1];
        const letters = lettersOf(byNumber.get(Number(unicode))?.stream ?? '');
        fonts.set(name, { digits: font.includes('/Subtype /Type3') ? 2 : 4, letters });
      }
    }
  }
  let text = '';
  let segments = 0;
  const content = objects.filter(({ stream, dictionary }) => stream && !/\/(Subtype \/Image|FontFile|Length1)/.test(dictionary));
  for (const { stream } of content.filter(({ stream }) => /(^|\s)(re|BT|l|c)\s/.test(stream) && !stream.includes('begincmap'))) {
    segments += (stream.match(/-?[\d.]+ -?[\d.]+ l(?=\s)|-?[\d.]+ -?[\d.]+ c(?=\s)/g) ?? []).length;
    let present: Font = { digits: 4, letters: new Map() };
    for (const [, font, shown] of stream.matchAll(/\/(\w+) [\d.]+ Tf|<([0-9A-Fa-f]+)>(?=[^<>]*T[jJ])/g)) {
      if (font) {
        present = fonts.get(font) ?? present;
      } else {
        const { digits, letters } = present;
        const glyphs = shown.match(new RegExp(`.{${digits}}`, 'g')) ?? [];
        text += glyphs.map((glyph) => letters.get(Number.parseInt(glyph, 16)) ?? '').join('');
      }
    }
  }
  const images = objects
    .filter(({ dictionary }) => dictionary.includes('/Subtype /Image'))
    .map(({ dictionary }): [number, number] => [
      Number(/\/Width (\d+)/.exec(dictionary)?.[1]),
      Number(/\/Height (\d+)/.exec(dictionary)?.[1]),
    ]);
  const pages = objects.filter(({ dictionary }) => /\/Type \/Page\b(?!s)/.test(dictionary)).length;
  return { pages, text: text.replaceAll(/\s/g, ''), segments, images };
}
