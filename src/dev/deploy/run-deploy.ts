// `npm run deploy`
import process from "node:process";
import { deploy } from "./deploy.ts";

process.exitCode = await deploy(process.argv.slice(2));
