import '@sillage/ui-elements/register'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'

function Host() {
  const [heard, setHeard] = useState('')
  return (
    <>
      <button type="button" id="own">
        Of the page
      </button>
      <p>
        Asked for: <output id="heard">{heard}</output>
      </p>
      <campaign-list baseUrl="/sillage" onsillage-details={({ campaignId }) => setHeard(campaignId)} />
    </>
  )
}

createRoot(document.querySelector('#app')).render(<Host />)
