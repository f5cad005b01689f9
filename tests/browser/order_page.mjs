// The buyer's page of an order in a real browser on a phone: node order_page.mjs URL EMAIL PICTURE
import { chromium } from "playwright-core";

const [url, email, picture] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const context = await browser.newContext({
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  ignoreHTTPSErrors: true,
});
const page = await context.newPage();
const complaints = [];
page.on("console", (message) => complaints.push(message.text()));
page.on("pageerror", (error) => complaints.push(String(error)));

const look = () =>
  page.evaluate(() => ({
    text: document.body.innerText,
    language: document.documentElement.lang,
    tooWide: document.documentElement.scrollWidth > window.innerWidth,
    fontSize: parseFloat(getComputedStyle(document.body).fontSize),
    buttonHeight: document.querySelector("button")?.getBoundingClientRect().height ?? null,
  }));

const report = {};
report.first = { status: (await page.goto(url)).status(), ...(await look()) };
await page.getByRole("textbox").fill("somebody.else@example.com");
const [refused] = await Promise.all([page.waitForNavigation(), page.getByRole("button").click()]);
report.refused = { status: refused.status(), ...(await look()) };
complaints.length = 0; // The browser itself notes the 403.
await page.getByRole("textbox").fill(email);
const [shown] = await Promise.all([page.waitForNavigation(), page.getByRole("button").click()]);
report.shown = { status: shown.status(), ...(await look()) };
await page.screenshot({ path: picture, fullPage: true });
report.complaints = complaints;
await browser.close();
console.log(JSON.stringify(report));
