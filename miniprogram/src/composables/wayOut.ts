/** The ways out of a page that has nothing to show. */
import { useSession } from '@/session'

export const canGoBack = (): boolean => getCurrentPages().length > 1

export const goBack = (): void => void uni.navigateBack()

/** Who the reader is gets asked anew: a page may be closed to him because he no longer belongs where he did. */
export function goHome(): void {
  useSession().me = undefined
  uni.reLaunch({ url: '/pages/home/index' })
}
