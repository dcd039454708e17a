export { buildPoint, drawPoint, drawValue } from "../../space/draw.ts";
