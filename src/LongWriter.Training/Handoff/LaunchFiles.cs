namespace LongWriter.Training.Handoff;

/// <summary>How a job is started: on one machine or by hand on several, by Slurm, by Kubernetes. None of them names a path: they find the folder themselves.</summary>
internal static class LaunchFiles
{
    public static string Torchrun(HandoffJob job) => $$"""
        #!/usr/bin/env bash
        # On each of {{job.Nodes}} nodes: NODE_RANK (0 to {{job.Nodes - 1}}) and MASTER_ADDR (node 0) come from the environment.
        # Arguments go to train.py: launch/torchrun.sh --check
        set -euo pipefail
        cd "$(dirname "$0")/.."
        exec torchrun --nnodes {{job.Nodes}} --nproc-per-node {{job.Gpus}} --node-rank "${NODE_RANK:-0}" \
          --master-addr "${MASTER_ADDR:-127.0.0.1}" --master-port "${MASTER_PORT:-29500}" train.py "$@"

        """;

    public static string Slurm(HandoffJob job) => $$"""
        #!/usr/bin/env bash
        # From the job's folder: sbatch launch/slurm.sbatch [--check]
        #SBATCH --job-name=longwriter
        #SBATCH --nodes={{job.Nodes}}
        #SBATCH --ntasks-per-node=1
        #SBATCH --gpus-per-node={{job.Gpus}}
        #SBATCH --exclusive
        #SBATCH --output=slurm-%j.log
        set -euo pipefail
        cd "$SLURM_SUBMIT_DIR"
        MASTER_ADDR="$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)"
        export MASTER_ADDR
        srun bash -c 'NODE_RANK="$SLURM_NODEID" exec launch/torchrun.sh "$@"' torchrun "$@"

        """;

    /// <summary>An indexed job behind a headless service: pod 0 is the master.</summary>
    public static string Kubernetes(HandoffJob job) => $$"""
        # Put in your image (requirements.txt installed) and the claim that holds this folder, then: kubectl apply -f launch/kubernetes.yaml
        apiVersion: v1
        kind: Service
        metadata:
          name: longwriter
        spec:
          clusterIP: None
          publishNotReadyAddresses: true
          selector:
            job-name: longwriter
        ---
        apiVersion: batch/v1
        kind: Job
        metadata:
          name: longwriter
        spec:
          completions: {{job.Nodes}}
          parallelism: {{job.Nodes}}
          completionMode: Indexed
          backoffLimit: 0
          template:
            spec:
              subdomain: longwriter
              restartPolicy: Never
              containers:
                - name: train
                  image: registry.example/longwriter-train:1
                  workingDir: /job
                  command: ["bash", "-c", "NODE_RANK=\"$JOB_COMPLETION_INDEX\" exec launch/torchrun.sh"]
                  env:
                    - name: MASTER_ADDR
                      value: longwriter-0.longwriter
                  resources:
                    limits:
                      nvidia.com/gpu: {{job.Gpus}}
                  volumeMounts:
                    - name: job
                      mountPath: /job
                    - name: shm
                      mountPath: /dev/shm
              volumes:
                - name: job
                  persistentVolumeClaim:
                    claimName: longwriter-job
                - name: shm
                  emptyDir:
                    medium: Memory

        """;
}
