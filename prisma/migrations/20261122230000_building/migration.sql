-- AlterTable
ALTER TABLE "Cluster" ADD COLUMN     "building" BOOLEAN NOT NULL DEFAULT false;
