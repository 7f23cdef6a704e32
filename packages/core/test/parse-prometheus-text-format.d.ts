/** The parser has no types of its own; this is what its README shows. */
declare module 'parse-prometheus-text-format' {
  interface Sample {
    labels?: Record<string, string>
    value?: string
    buckets?: Record<string, string>
    count?: string
    sum?: string
  }
  function parse(text: string): { name: string; help: string; type: string; metrics: Sample[] }[]
  export = parse
}
