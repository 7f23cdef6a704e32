/** One of the transports that campaigns and streams may name. */
export interface TransportItem {
  name: string
}
