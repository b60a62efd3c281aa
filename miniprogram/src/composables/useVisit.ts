/** When a page reads: whenever it comes on screen, when the reader pulls it down, and on at its end. */
import { onPullDownRefresh, onReachBottom, onShow } from '@dcloudio/uni-app'

/** `open` reads the page anew, `more` what follows at its end, for a page that goes on. */
export function useVisit(open: () => Promise<unknown>, more?: () => unknown): void {
  onShow(open)
  if (more) onReachBottom(more)
  onPullDownRefresh(async () => {
    try {
      await open()
    }
    finally {
      uni.stopPullDownRefresh()
    }
  })
}
