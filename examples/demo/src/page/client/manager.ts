import '@sillage/ui-editor/register'
import '@sillage/ui-elements/register'
