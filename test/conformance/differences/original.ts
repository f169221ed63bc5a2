/** The servers that this service was held against. */
export const RECORDED_WITH = {
  taipy: "4.1.0.dev0 (commit 3621961)",
  flask: "3.1.3",
  werkzeug: "3.1",
  restful: "0.3.10",
};

/** 16 clients write the same data node ten times each, at the same time. Three runs against the original. */
export const LOAD = {
  clients: 16,
  writesOfEach: 10,
  original: { flask: "2.2.2", werkzeug: "2.2.2", ok: "5 to 22", notFound: "6 to 18", failed: "126 to 149" },
};
