import { Migration } from "@medusajs/framework/mikro-orm/migrations"

const STAMPS = `"created_at" timestamptz not null default now(),
  "updated_at" timestamptz not null default now(), "deleted_at" timestamptz null`

const TABLES = [
  `create table if not exists "till_deed" ("key" text not null, "deed" text not null,
  "status" integer not null, "answer" jsonb null, ${STAMPS}, primary key ("key"))`,
  `create table if not exists "till_hold" ("session_id" text not null, "version" integer not null,
  "until" timestamptz not null, "open" boolean not null, "held" jsonb not null, ${STAMPS},
  primary key ("session_id"))`,
  `create table if not exists "till_order" ("till_id" text not null, "order_id" text not null,
  "number" text not null, "open" boolean not null default true, ${STAMPS},
  primary key ("till_id"))`,
  `create table if not exists "till_news" ("key" text not null, "till_id" text not null,
  "position" integer not null, "deed" text not null, "body" jsonb not null,
  "state" text check ("state" in ('pending', 'told', 'refused')) not null default 'pending',
  "tries" integer not null default 0, "next_try_at" timestamptz not null, "answer" text null,
  ${STAMPS}, primary key ("key"))`,
]

const INDEXES = [
  ["till_hold", "until"],
  ["till_order", "order_id"],
  ["till_news", "till_id"],
]

export class Migration20261130000000 extends Migration {
  override async up(): Promise<void> {
    for (const table of TABLES) this.addSql(table)
    for (const [table, column] of INDEXES) {
      this.addSql(`create index if not exists "IDX_${table}_${column}" on "${table}" ("${column}")
  where deleted_at is null`)
    }
    for (const table of ["deed", "hold", "order", "news"]) {
      this.addSql(`create index if not exists "IDX_till_${table}_deleted_at"
  on "till_${table}" ("deleted_at") where deleted_at is null`)
    }
  }

  override async down(): Promise<void> {
    for (const table of ["news", "order", "hold", "deed"]) {
      this.addSql(`drop table if exists "till_${table}" cascade`)
    }
  }
}
