import '@sillage/ui-elements/register'
