/** One line of the inbox. */
export interface Notice {
  id: string
  kind: string
  title: string
  body: string
  /** Of this app, as `topic:123`. */
  link: string
  created_at: string
  read: boolean
}
