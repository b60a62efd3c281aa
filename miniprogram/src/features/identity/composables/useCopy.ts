/** 下载我的信息: the copy is fetched and handed over at once; nothing of it stays in memory. */
import { computed, ref } from 'vue'
import { saveFile } from '@/composables/useFile'
import { useTask } from '@/composables/useTask'
import { onWeChat } from '@/session/platform'
import { readMyCopy } from '../api'

const NAME = '我的信息.zip'

export function useCopy() {
  const saved = ref(false)
  const downloading = useTask(async () => {
    saved.value = false
    saveFile(NAME, await readMyCopy())
    saved.value = true
  })
  /** Today's are used up: the button would only be refused again. */
  const spent = computed(() => downloading.code === 'copies_today')
  /** What stands under the button while nothing has gone wrong. */
  const line = computed(() => {
    if (downloading.busy) return '正在整理，请不要关闭页面'
    if (saved.value) return '已经下载到这台设备。里面有您的真实姓名和号码，设备不是您自己的，用完请删除。'
    return '每天最多三次。下载这件事会记入社区的审计日志，内容不会。'
  })
  /** WeChat opens no ZIP and keeps no file where a person finds it again. */
  const possible = !onWeChat

  return { downloading, spent, possible, line }
}
