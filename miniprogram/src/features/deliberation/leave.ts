/** Away from a page whose work is done: back to where one came from, or to the topic when the page was opened by a link. */
export function leaveFor(topicId: string): void {
  if (getCurrentPages().length > 1) uni.navigateBack()
  else uni.redirectTo({ url: `/features/deliberation/pages/topic?id=${topicId}` })
}
