-- CreateTable
CREATE TABLE "Forgetting" (
    "id" TEXT NOT NULL,
    "clusterId" TEXT NOT NULL,
    "clusterName" TEXT NOT NULL,
    "startedById" TEXT NOT NULL,
    "nodes" JSONB NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "endedAt" TIMESTAMP(3),

    CONSTRAINT "Forgetting_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Forgetting_clusterId_idx" ON "Forgetting"("clusterId");
