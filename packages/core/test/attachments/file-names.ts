/** A name in each of many scripts, and what is hard in any of them. */
export const fileNames = [
  'Prospekt Été à Nîmes, Größe.pdf',
  'Каталог товаров на зимний сезон две тысячи двадцать шесть.pdf',
  'Κατάλογος προϊόντων.pdf',
  'قائمة الأسعار لفصل الشتاء.pdf',
  'קטלוג מוצרים.pdf',
  'मूल्य सूची.pdf',
  'รายการราคาสินค้า.pdf',
  '产品目录二零二六年冬季.pdf',
  '製品カタログ（冬）.pdf',
  '제품 카탈로그.pdf',
  '🇫🇷 "Offer" 😀 100%; a=b, it’s \'new\'.pdf',
  `${'n'.repeat(251)}.pdf`,
  '価'.repeat(255),
  '.htaccess',
] as const

/** Bytes of every value in an order that no part of it repeats soon. */
export function bytesOf(size: number): Buffer {
  const bytes = Buffer.alloc(size)
  for (let at = 0, state = size + 1; at < size; at++) {
    state = (state * 1_103_515_245 + 12_345) & 0x7fffffff
    bytes[at] = state >> 16
  }
  return bytes
}
