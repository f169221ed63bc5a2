import { dataNode, defineApp } from "taipy-edge";
import toml from "./config.toml";

export default defineApp({ toml, dataNodes: [dataNode("9lives")] });
