import { sillageNode } from '@sillage/core/http'
import { fromNodeMiddleware } from 'h3'
import { authorize, sillage } from '../../utils/sillage'

export default fromNodeMiddleware(sillageNode(sillage, { authorize }))
