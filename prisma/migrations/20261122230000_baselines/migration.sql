-- CreateTable
CREATE TABLE "ConfigText" (
    "clusterId" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "seenAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "ConfigText_pkey" PRIMARY KEY ("clusterId","sha256")
);

-- CreateTable
CREATE TABLE "Baseline" (
    "clusterId" TEXT NOT NULL,
    "object" TEXT NOT NULL,
    "sha256" TEXT,
    "origin" TEXT NOT NULL,
    "who" TEXT,
    "why" TEXT,
    "planId" TEXT,
    "at" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Baseline_pkey" PRIMARY KEY ("clusterId","object")
);

-- AddForeignKey
ALTER TABLE "ConfigText" ADD CONSTRAINT "ConfigText_clusterId_fkey" FOREIGN KEY ("clusterId") REFERENCES "Cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Baseline" ADD CONSTRAINT "Baseline_clusterId_fkey" FOREIGN KEY ("clusterId") REFERENCES "Cluster"("id") ON DELETE CASCADE ON UPDATE CASCADE;
