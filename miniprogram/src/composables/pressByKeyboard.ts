/** In a browser, what looks like a button can be pressed by Enter and Space like one: uni draws plain elements. */
const PRESSABLE = '[role=button], [role=radio], [role=checkbox], [role=link], [role=tab], [role=switch]'

export function pressByKeyboard(): void {
  // #ifdef H5
  document.addEventListener('keydown', (event) => {
    const target = event.target as HTMLElement
    if ((event.key !== 'Enter' && event.key !== ' ') || !target.matches(PRESSABLE)) return
    event.preventDefault()
    target.click()
  })
  // #endif
}
