import '@sillage/ui-elements/register'

document.addEventListener('sillage-details', (event) => {
  document.querySelector('#heard').textContent = event.campaignId
})
