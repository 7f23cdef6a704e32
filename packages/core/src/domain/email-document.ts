/** How a block stands in its row. Default `left`; of a picture `center`. */
export type Align = 'left' | 'center' | 'right'

/** How words are written, or where they lead: to an http or https URL, a `mailto:` or `tel:` address, or one field. */
export type DocumentMark = { type: 'strong' } | { type: 'em' } | { type: 'link'; attrs: { href: string } }

/** Words. Braces in them are braces: only a field is merged. */
export interface TextNode {
  type: 'text'
  text: string
  marks?: DocumentMark[] | undefined
}

/** The end of a line within a paragraph. */
export interface HardBreakNode {
  type: 'hard_break'
  marks?: DocumentMark[] | undefined
}

/** A merge field, which each recipient has a value for, or reads `fallback`. */
export interface FieldNode {
  type: 'field'
  /** `name` is a letter or underscore, then letters, digits, underscores and dots. */
  attrs: { name: string; fallback?: string | undefined }
  marks?: DocumentMark[] | undefined
}

/** What stands in a line of text. */
export type InlineNode = TextNode | HardBreakNode | FieldNode

/** Words in lines, below which there is some space. */
export interface ParagraphNode {
  type: 'paragraph'
  attrs?: { align?: Align | undefined } | undefined
  content?: InlineNode[] | undefined
}

/** A heading; readers hear it as one. */
export interface HeadingNode {
  type: 'heading'
  /** Level 1 is the title of the mail. Default 2. */
  attrs?: { level?: 1 | 2 | 3 | undefined; align?: Align | undefined } | undefined
  content?: InlineNode[] | undefined
}

/** A paragraph, then paragraphs or lists. */
export interface ListItemNode {
  type: 'list_item'
  content: (ParagraphNode | ListNode)[]
}

/** Items with signs or numbers. */
export interface ListNode {
  type: 'bullet_list' | 'ordered_list'
  content: ListItemNode[]
}

/** What somebody else said. */
export interface QuoteNode {
  type: 'quote'
  content: ParagraphNode[]
}

/** Words and fields without marks, and where they lead; without an address yet it is ''. */
export interface ButtonNode {
  type: 'button'
  attrs: { href: string; align?: Align | undefined }
  content?: (TextNode | FieldNode)[] | undefined
}

/** A picture by its http or https address, which every recipient can load: PNG, JPEG or GIF. */
export interface ImageNode {
  type: 'image'
  attrs: {
    src: string
    /** What it says, for those who do not see it. */
    alt?: string | undefined
    /** Width and height of the file, in pixels. */
    width?: number | null | undefined
    height?: number | null | undefined
    /** Where it leads; '' or left out: nowhere. */
    href?: string | undefined
    align?: Align | undefined
  }
}

/** A line between blocks. */
export interface DividerNode {
  type: 'divider'
}

/** What a column holds too. */
export type ColumnBlock = ParagraphNode | HeadingNode | ListNode | QuoteNode | ButtonNode | ImageNode | DividerNode

/** One of several columns. */
export interface ColumnNode {
  type: 'column'
  content: ColumnBlock[]
}

/** Two or three columns beside each other, one below the other where there is no room. */
export interface ColumnsNode {
  type: 'columns'
  /** Their shares of the width. Default: equal. */
  attrs?: { split?: '1-1' | '1-2' | '2-1' | '1-1-1' | undefined } | undefined
  content: ColumnNode[]
}

/** What stands in a row of its own. */
export type BlockNode = ColumnBlock | ColumnsNode

/** Whom the mail is from; the link to unsubscribe stands below it in any case. */
export interface FooterNode {
  type: 'footer'
  /** `view`: a link to the mail in the browser as well. Default true. */
  attrs?: { view?: boolean | undefined } | undefined
  content: ParagraphNode[]
}

/** A mail as an editor keeps it, told apart by `kind`: written in blocks, or words in a designer's HTML. */
export type EmailDocument = BlockDocument | RegionDocument

/**
 * A mail of blocks, plain JSON without colours, fonts or sizes, which the brand has: blocks, and a footer
 * as the last one. At most 200 KB of JSON, 2,000 nodes, and 8 of them within each other.
 */
export interface BlockDocument {
  version: 1
  kind: 'blocks'
  /** What mail programs show behind the subject; it may hold fields as `{{name}}`. */
  preheader?: string | undefined
  /** The language of its words, such as `en` or `pt-BR`; the footer's links are in French or English. Default `en`. */
  lang?: string | undefined
  content: [...BlockNode[], FooterNode]
}

/** What a place of words may hold: words of a line, and blocks where it has room for them. */
export type RegionNode = InlineNode | ParagraphNode | HeadingNode | ListNode

/**
 * What an author put into a place. What is left out stays the designer's, and what the place does not have is not
 * written: a heading has no `src`.
 */
export interface RegionValue {
  /** Its words. Blocks become lines where there is room for a line only. */
  content?: RegionNode[] | undefined
  /** Of a picture: an http or https URL, PNG, JPEG or GIF. */
  src?: string | undefined
  /** What the picture says, for those who do not see it. */
  alt?: string | undefined
  /** Where a link or picture leads. */
  href?: string | undefined
  /** Width and height of the picture's file, in pixels: it is shown as wide as before, and as high as fits that. */
  width?: number | null | undefined
  height?: number | null | undefined
}

/**
 * A designer's HTML with an author's words in it. The HTML is carried along, so that a template that changes later
 * changes no mail. At most 200 KB of JSON without the HTML, 2,000 nodes, and 8 of them within each other.
 */
export interface RegionDocument {
  version: 1
  kind: 'regions'
  /** What mail programs show behind the subject; it may hold fields as `{{name}}`. */
  preheader?: string | undefined
  /** HTML whose places are marked by `data-edit`. With tags other than fields it is for the installation's engine. */
  source: string
  /** By the name of the place. */
  values: Record<string, RegionValue>
}

/** What a place may be named: a letter, then letters, digits, blanks and `_ . : -`, at most 100. */
export const regionName = /^\p{L}[\p{L}\p{N} _.:-]{0,99}$/u

/** What a field may be named: the same in documents and in what is typed as `{{name}}`. */
export const fieldName = /^[A-Za-z_][\w.]*$/

/** Bounds of a document. */
export const documentLimits = { bytes: 200_000, nodes: 2_000, depth: 8 } as const

/** What the address of a link begins with, or is: the web, mail, a telephone, or one field. */
export const linkStart = /^(?:https?:\/\/|mailto:|tel:)|^\{\{[A-Za-z_][\w.]*\}\}$/i

/** The address of a picture that some mail programs do not show: only PNG, JPEG and GIF are shown by all. */
export const pictureSomeShow = /^[^?#]*\.(?:svgz?|webp|avif|heic|tiff?|bmp)(?:[?#]|$)/i
